import semver from 'semver';
import { decide } from '../domain/decide.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { type DeployPorts, deploy } from './deploy.ts';

const LOOK_BACK = 20;

/** Starts the highest version that a hold kept back, where the policy still wants it. `held` is the service while it was held. */
export async function startHeld(ports: DeployPorts & Pick<Ports, 'versions'>, held: ServiceState): Promise<void> {
  const { settings, hold } = held;
  if (hold === undefined) return;
  const [lifted, { serving }] = await Promise.all([
    ports.services.get(settings.key),
    ports.deployments.head(settings.key),
  ]);
  if (lifted === undefined) return;
  const repositories = [...new Set(Object.values(settings.containers))];
  const pages = await Promise.all(repositories.map((repository) => ports.versions.newest(repository, LOOK_BACK)));
  const [highest] = pages
    .flatMap(({ items }) => items)
    .flatMap(({ repository, digest, decisions }) => decisions.map((decision) => ({ repository, digest, decision })))
    .filter(({ decision }) => decision.service === settings.key && decision.outcome === 'held')
    .filter(({ decision }) => decision.at >= hold.since)
    // Only semantic versions are ever held: the highest is what the policy is after, whatever was pushed last.
    .sort((a, b) => semver.rcompare(a.decision.tag, b.decision.tag));
  if (highest === undefined) return;
  const { repository, digest, decision } = highest;
  const { outcome, because } = decide({ tag: decision.tag, digest, ...(serving && { serving }) }, lifted);
  if (outcome !== 'deploying') return;
  try {
    const started = await deploy(ports, {
      service: settings.key,
      to: { version: decision.tag, digest },
      repository,
      strategy: 'auto',
      first: false,
      by: 'push',
      reason: `${because}; it waited for the hold to be lifted`,
      whenBusy: 'queue',
    });
    if (started.kind === 'started')
      await ports.versions.amend(repository, digest, {
        decisions: [{ ...decision, outcome: 'deployed', because, deployment: started.id }],
      });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
