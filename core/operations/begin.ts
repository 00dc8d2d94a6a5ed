import { PLANNED_WITHIN } from '../domain/deadlines.ts';
import type { Deployment, Live } from '../domain/deployment.ts';
import type { Ports } from '../ports.ts';

/**
 * Takes the lock and starts the machine. `asks`: what would take it back asks a person. `false`: another deployment holds the lock. Safe to
 * repeat with the same id.
 */
export async function begin(
  ports: Pick<Ports, 'deployments' | 'machines' | 'clock'>,
  deployment: Deployment,
  asks = false,
): Promise<boolean> {
  const { id, service, kind, to, options: { alarms } = {} } = deployment;
  const dueAt = new Date(ports.clock.now() + PLANNED_WITHIN * 1000).toISOString();
  const live: Live = {
    id,
    kind,
    phase: 'planning',
    digest: to.digest,
    dueAt,
    ...(asks && { asks }),
    ...(alarms && { alarms }),
  };
  const event = kind === 'deploy' ? 'version:update:start' : 'version:rollback:start';
  const began = await ports.deployments.begin(deployment, live, {
    deployment: id,
    service,
    event,
    at: deployment.startedAt,
    text: `${kind === 'deploy' ? 'Deploying' : 'Going back to'} ${to.version}${deployment.from ? ` (now ${deployment.from.version})` : ''}${forcedNote(deployment)}: ${deployment.reason}`,
    data: {
      from: deployment.from?.version ?? null,
      to: to.version,
      digest: to.digest,
      strategy: deployment.strategy,
      by: deployment.by,
      because: deployment.reason,
      ...(deployment.forced && { forced: deployment.forced }),
    },
  });
  if (!began) {
    const { live: holder } = await ports.deployments.head(service);
    if (holder?.id !== id) return (await ports.deployments.get(id)) !== undefined;
  }
  await ports.machines.start(id, service);
  return true;
}

function forcedNote({ forced }: Deployment): string {
  if (forced === undefined) return '';
  const { by, past = [] } = forced;
  return past.length === 0 ? ', forced' : `, forced past ${past.join(', ')} by ${by}`;
}
