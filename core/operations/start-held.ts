import rcompare from 'semver/functions/rcompare.js';
import { blocksOf } from '../domain/blocks-of.ts';
import { decide } from '../domain/decide.ts';
import { type DeploymentId, type Digest, nameDeployment } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Decision } from '../domain/version.ts';
import type { Ports } from '../ports.ts';
import { type DeployPorts, deploy } from './deploy.ts';
import { findBegun } from './find-begun.ts';
import { readRules } from './read-rules.ts';

const LOOK_BACK = 20;

export type StartHeldPorts = DeployPorts & Pick<Ports, 'versions'>;

/** A push that something kept back. */
interface Held {
  readonly repository: string;
  readonly digest: Digest;
  readonly decision: Decision;
}

/**
 * Starts the highest version that was kept back, where the policy still wants it. It does nothing while something still blocks, so that
 * whoever ends a block may call it. The others that were kept back are decided with it: it goes out in their place.
 */
export async function startHeld(ports: StartHeldPorts, { settings: { key } }: ServiceState): Promise<void> {
  const [service, rules, { serving }] = await Promise.all([
    ports.services.get(key),
    readRules(ports),
    ports.deployments.head(key),
  ]);
  if (service === undefined) return;
  const blocks = blocksOf(service, rules, ports.clock.now());
  const [highest, ...others] = await findHeld(ports, service);
  if (highest === undefined) return;
  const { decision, digest } = highest;
  const begun = await findBegun(ports, key, decision.deployment);
  const { outcome, because } = begun
    ? { outcome: 'deploying' as const, because: begun.reason }
    : decide({ tag: decision.tag, digest, ...(serving && { serving }) }, service, blocks);
  if (outcome === 'held') return;
  const became =
    outcome === 'deploying' ? await start(ports, highest, serving?.version ?? 'none', because) : { outcome, because };
  if (became === undefined) return;
  await amend(ports, highest, became);
  for (const other of others)
    await amend(ports, other, { outcome: 'recorded', because: `${decision.tag} was kept back too, and is higher` });
}

async function findHeld(ports: StartHeldPorts, { settings }: ServiceState): Promise<readonly Held[]> {
  const repositories = [...new Set(Object.values(settings.containers))];
  const pages = await Promise.all(repositories.map((repository) => ports.versions.newest(repository, LOOK_BACK)));
  return (
    pages
      .flatMap(({ items }) => items)
      .flatMap(({ repository, digest, decisions }) => decisions.map((decision) => ({ repository, digest, decision })))
      .filter(({ decision }) => decision.service === settings.key && decision.outcome === 'held')
      // Only semantic versions are ever held: the highest is what the policy is after, whatever was pushed last.
      .sort((a, b) => rcompare(a.decision.tag, b.decision.tag))
  );
}

/** The id is kept before anything starts: whoever keeps the promise, after whatever crash, starts the same deployment. */
async function promise(ports: StartHeldPorts, held: Held, from: string): Promise<DeploymentId> {
  const { service, tag, deployment } = held.decision;
  if (deployment !== undefined) return deployment;
  const at = new Date(ports.clock.now()).toISOString();
  const id = nameDeployment({ service, from, to: tag, at, suffix: ports.dice.letters(4) });
  await amend(ports, held, { deployment: id });
  return id;
}

/** `undefined`: something blocks again, and it stays kept back. */
async function start(
  ports: StartHeldPorts,
  held: Held,
  from: string,
  because: string,
): Promise<Partial<Decision> | undefined> {
  const { repository, digest, decision } = held;
  const id = await promise(ports, held, from);
  try {
    const started = await deploy(ports, {
      service: decision.service,
      to: { version: decision.tag, digest },
      repository,
      strategy: 'auto',
      first: false,
      by: 'push',
      reason: `${because}; it waited until nothing kept it back`,
      whenBusy: 'queue',
      id,
    });
    if (started.kind === 'started') return { outcome: 'deployed', because, deployment: started.id };
    return { outcome: 'waiting', because: `${because}; ${started.because}` };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.code === 'Blocked' ? undefined : { outcome: 'refused', because: error.message };
  }
}

async function amend(ports: StartHeldPorts, held: Held, became: Partial<Decision>): Promise<void> {
  const { deployment: _, ...before } = held.decision;
  const decision = { ...before, ...became };
  await ports.versions.amend(held.repository, held.digest, { decisions: [decision] });
}
