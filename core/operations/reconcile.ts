import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { VersionLine } from '../domain/version.ts';
import type { Ports } from '../ports.ts';
import type { StrangerPorts } from './let-stranger-through.ts';
import { listAllServices } from './list-all-services.ts';
import { recordStranger } from './record-stranger.ts';
import { type ImagePush, type RegisterPorts, registerVersion } from './register-version.ts';
import { type ResumePorts, resumeLost } from './resume-lost.ts';
import { startQueued } from './start-queued.ts';

export type ReconcilePorts = ResumePorts & StrangerPorts & RegisterPorts & Pick<Ports, 'services'>;

/** What one run found to do. */
export interface Reconciled {
  readonly woken: number;
  readonly started: number;
  readonly closed: number;
  readonly registered: number;
  /** Deployments outside Belay whose end was missed. */
  readonly recorded: number;
}

/** How far back missed pushes are looked for: twice the time after which EventBridge has given up. */
const LOOK_BACK_MS = 48 * 60 * 60 * 1000;
const AT_ONCE = 50;
/** More, because what is blocked stays among them, for days perhaps: it must not hide what was forgotten. */
const MOST_QUEUES = 500;
/** After its time the schedule of a deployment that waits is taken for lost. Scheduler may be a minute late. */
const LOST_MS = 2 * 60 * 1000;
/** Versions that one query shows; what is not among them is asked for by itself. */
const PAGE = 100;

/** Finds what events missed: deployments that should be over, those of others among them, those that should have started, and pushes without a version. It reads only what is overdue, and writes nothing where nothing is wrong. */
export async function reconcile(ports: ReconcilePorts): Promise<Reconciled> {
  const now = new Date(ports.clock.now()).toISOString();
  const faults: unknown[] = [];
  const resumed = await eachAlone(await ports.deployments.overdue(now, AT_ONCE), faults, (one) =>
    resumeLost(ports, one),
  );
  const met = await eachAlone(await ports.deployments.overdueStrangers(now, AT_ONCE), faults, (one) =>
    recordStranger(ports, one.service, one.serviceDeployment),
  );
  await startForgotten(ports, faults);
  const registered = await registerMissed(ports, await listAllServices(ports), faults);
  // Told when all else is done: a run that fails is tried again, and lies in a queue with an alarm in the end.
  if (faults.length > 0) throw faults[0];
  const count = (outcomes: readonly string[], wanted: string): number =>
    outcomes.filter((outcome) => outcome === wanted).length;
  return {
    woken: count(resumed, 'woken'),
    started: count(resumed, 'started'),
    closed: count(resumed, 'closed'),
    registered,
    recorded: count(met, 'recorded'),
  };
}

/** Starts deployments whose time or turn has come and that nobody started, or gives them up and says so. What is blocked goes on waiting. */
async function startForgotten(ports: ReconcilePorts, faults: unknown[]): Promise<void> {
  const now = ports.clock.now();
  const lost = new Date(now - LOST_MS).toISOString();
  const [waiting, queued] = await Promise.all([
    ports.services.overdueWaiting(lost, AT_ONCE),
    ports.deployments.overdueQueues(new Date(now).toISOString(), MOST_QUEUES),
  ]);
  const services = [...new Set([...waiting, ...queued])];
  await eachAlone(services, faults, (service) => startQueued(ports, service));
}

/** One thing after the other. What breaks for one keeps none of the others from it. */
async function eachAlone<Thing, Outcome>(
  things: readonly Thing[],
  faults: unknown[],
  run: (thing: Thing) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const thing of things) {
    try {
      outcomes.push(await run(thing));
    } catch (error) {
      faults.push(error);
    }
  }
  return outcomes;
}

async function registerMissed(
  ports: ReconcilePorts,
  services: readonly ServiceSettings[],
  faults: unknown[],
): Promise<number> {
  const since = new Date(ports.clock.now() - LOOK_BACK_MS).toISOString();
  const repositories = [...new Set(services.flatMap(({ containers }) => Object.values(containers)))];
  const counts = await eachAlone(repositories, faults, async (repository) => {
    const images = await ports.registry.pushedSince(repository, since);
    const newest = images.length === 0 ? [] : (await ports.versions.list(repository, PAGE)).items;
    const registered = await eachAlone(images, faults, (image) => registerOpen(ports, repository, newest, image));
    return registered.reduce((sum, count) => sum + count, 0);
  });
  return counts.reduce((sum, count) => sum + count, 0);
}

async function registerOpen(
  ports: ReconcilePorts,
  repository: string,
  newest: readonly VersionLine[],
  { digest, tags }: Pick<VersionLine, 'digest' | 'tags'>,
): Promise<number> {
  const known = newest.find((version) => version.digest === digest) ?? (await ports.versions.get(repository, digest));
  let registered = 0;
  for (const tag of tags.filter((name) => isOpen(known, name)))
    if (await register(ports, { repository, digest, tag })) registered++;
  return registered;
}

/** Is there anything left to do for this tag: a version to record, or a promise that a crash left open? */
function isOpen(known: Pick<VersionLine, 'tags' | 'decisions'> | undefined, tag: string): boolean {
  if (!known?.tags.includes(tag)) return true;
  return known.decisions.some((decision) => decision.tag === tag && decision.outcome === 'deploying');
}

/** `false`: it is no image that can become a version. That must not keep the others from it. */
async function register(ports: ReconcilePorts, push: ImagePush): Promise<boolean> {
  try {
    await registerVersion(ports, push);
    return true;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return false;
  }
}
