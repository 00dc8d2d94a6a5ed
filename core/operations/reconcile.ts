import type { Ports } from '../ports.ts';
import { closeAbandoned } from './close-abandoned.ts';
import type { ClosePorts } from './close-deployment.ts';
import { type RegisterPorts, registerVersion } from './register-version.ts';
import { type WakePorts, wake } from './wake.ts';

export type ReconcilePorts = WakePorts & ClosePorts & RegisterPorts & Pick<Ports, 'waits' | 'machines'>;

/** What one run found to do. */
export interface Reconciled {
  readonly woken: number;
  readonly closed: number;
  readonly registered: number;
}

/** How far back missed pushes are looked for: twice the time after which EventBridge has given up. */
const LOOK_BACK_MS = 48 * 60 * 60 * 1000;
const AT_ONCE = 50;

/** Finds what events missed: waits past their due time, and pushes without a version. It writes nothing where nothing is wrong. */
export async function reconcile(ports: ReconcilePorts): Promise<Reconciled> {
  const waits = await redeemOverdue(ports);
  return { ...waits, registered: await registerMissed(ports) };
}

async function redeemOverdue(ports: ReconcilePorts): Promise<{ woken: number; closed: number }> {
  let woken = 0;
  let closed = 0;
  for (const wait of await ports.waits.overdue(new Date(ports.clock.now()).toISOString(), AT_ONCE)) {
    if ((await ports.machines.ended(wait.deployment)) !== false) {
      await closeAbandoned(ports, wait.deployment, 'found by the reconciler');
      await ports.waits.clear(wait);
      closed++;
    } else if ((await wake(ports, wait.service)) === 'woken') woken++;
  }
  return { woken, closed };
}

async function registerMissed(ports: ReconcilePorts): Promise<number> {
  const since = new Date(ports.clock.now() - LOOK_BACK_MS).toISOString();
  let registered = 0;
  for (const repository of await repositories(ports)) {
    for (const image of await ports.registry.pushedSince(repository, since)) {
      const known = await ports.versions.get(repository, image.digest);
      for (const tag of image.tags.filter((name) => !known?.tags.includes(name))) {
        await registerVersion(ports, { repository, digest: image.digest, tag });
        registered++;
      }
    }
  }
  return registered;
}

async function repositories(ports: ReconcilePorts): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await ports.services.list(cursor);
    for (const { containers } of page.items) for (const repository of Object.values(containers)) found.add(repository);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}
