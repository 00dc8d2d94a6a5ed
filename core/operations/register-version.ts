import { blocksOf } from '../domain/blocks-of.ts';
import { decide } from '../domain/decide.ts';
import type { Head, VersionRef } from '../domain/deployment.ts';
import { type Digest, nameDeployment, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RuleInTime } from '../domain/rule-in-time.ts';
import type { Decision, Version } from '../domain/version.ts';
import type { Ports } from '../ports.ts';
import { type DeployPorts, deploy } from './deploy.ts';
import { readRules } from './read-rules.ts';

export type RegisterPorts = DeployPorts & Pick<Ports, 'versions' | 'registry' | 'services'>;

/** An image push, as far as an event or the reconciler can tell. */
export interface ImagePush {
  readonly repository: string;
  readonly digest: Digest;
  readonly tag: string;
}

/**
 * Records a pushed image as a version, with a decision for each service that runs its repository, and keeps what the decisions
 * promise. Seen again, the push costs one read; a promise that a crash left open is kept then.
 */
export async function registerVersion(ports: RegisterPorts, push: ImagePush): Promise<Version> {
  // Registries tell of a push more than once: what is known needs no word with them.
  const known = await ports.versions.get(push.repository, push.digest);
  if (known?.tags.includes(push.tag)) return keepOpenPromises(ports, push, known);

  const image = await ports.registry.describe(push.repository, { digest: push.digest });
  if (image === undefined)
    throw new Refused(
      'ImageGone',
      `${push.repository}@${push.digest} was pushed as ${push.tag} and is gone from the registry. Push it again.`,
    );

  const { uri: _, ...facts } = image;
  const decisions = await decideForAll(ports, push);
  const tags = facts.tags.includes(push.tag) ? facts.tags : [...facts.tags, push.tag];
  const { recorded, stored } = await ports.versions.record({ ...facts, tags, decisions });
  if (recorded) return { ...stored, decisions: await keepPromises(ports, push, decisions) };

  if (stored.tags.includes(push.tag)) return keepOpenPromises(ports, push, stored);
  await ports.versions.amend(push.repository, push.digest, { tag: push.tag, decisions });
  return { ...stored, decisions: await keepPromises(ports, push, decisions) };
}

async function keepOpenPromises(ports: RegisterPorts, push: ImagePush, known: Version): Promise<Version> {
  const open = known.decisions.filter((decision) => decision.tag === push.tag);
  return { ...known, decisions: await keepPromises(ports, push, open) };
}

async function decideForAll(ports: RegisterPorts, push: ImagePush): Promise<readonly Decision[]> {
  const [keys, rules] = await Promise.all([
    ports.services.concernedBy('repository', push.repository),
    readRules(ports),
  ]);
  const decisions = await Promise.all(keys.map((key) => decideFor(ports, push, key, rules)));
  return decisions.filter((decision) => decision !== undefined);
}

async function decideFor(
  ports: RegisterPorts,
  push: ImagePush,
  key: ServiceKey,
  rules: readonly RuleInTime[],
): Promise<Decision | undefined> {
  const [service, head] = await Promise.all([ports.services.get(key), ports.deployments.head(key)]);
  if (service === undefined) return undefined;
  const serving = await willServe(ports, head);
  const blocks = blocksOf(service, rules, ports.clock.now());
  const { outcome, because } = decide({ ...push, ...(serving && { serving }) }, service, blocks);
  const at = new Date(ports.clock.now()).toISOString();
  const decision = { service: key, tag: push.tag, outcome, because, at };
  if (outcome !== 'deploying') return decision;
  // The id is part of the promise: whoever keeps it, after whatever crash, starts the same deployment.
  const suffix = ports.dice.letters(4);
  return {
    ...decision,
    deployment: nameDeployment({ service: key, from: head.serving?.version ?? 'none', to: push.tag, at, suffix }),
  };
}

/** What serves when everything is done that is under way: an older version must not take its place afterwards. */
async function willServe(ports: RegisterPorts, { queued, live, serving }: Head): Promise<VersionRef | undefined> {
  if (queued !== undefined) return queued;
  return live === undefined ? serving : ((await ports.deployments.get(live.id))?.to ?? serving);
}

/** Starts what was promised. Each promise is replaced by what became of it. */
async function keepPromises(
  ports: RegisterPorts,
  push: ImagePush,
  decisions: readonly Decision[],
): Promise<readonly Decision[]> {
  const kept: Decision[] = [];
  for (const decision of decisions)
    kept.push(decision.outcome === 'deploying' ? await keep(ports, push, decision) : decision);
  const changed = kept.filter((decision, index) => decision !== decisions[index]);
  if (changed.length > 0) await ports.versions.amend(push.repository, push.digest, { decisions: changed });
  return kept;
}

async function keep(ports: RegisterPorts, push: ImagePush, decision: Decision): Promise<Decision> {
  try {
    const started = await deploy(ports, {
      service: decision.service,
      to: { version: push.tag, digest: push.digest },
      repository: push.repository,
      strategy: 'auto',
      first: false,
      by: 'push',
      reason: decision.because,
      whenBusy: 'queue',
      ...(decision.deployment && { id: decision.deployment }),
    });
    if (started.kind === 'started') return { ...decision, outcome: 'deployed', deployment: started.id };
    const { deployment: _, ...waiting } = decision;
    return { ...waiting, outcome: 'waiting', because: `${decision.because}; ${started.because}` };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { deployment: _, ...kept } = decision;
    return { ...kept, outcome: error.code === 'Blocked' ? 'held' : 'refused', because: error.message };
  }
}
