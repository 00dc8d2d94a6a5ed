import type { Head } from '../domain/deployment.ts';
import type { DeploymentId } from '../domain/names.ts';
import type { Ports } from '../ports.ts';

/** Of a service that does not go back by itself: the traffic stays where it is, no further gate is passed, and a person is told. */
export async function askOnAlarm(
  ports: Pick<Ports, 'deployments' | 'clock'>,
  { service, live }: Head,
  deployment: DeploymentId,
  because: string,
): Promise<void> {
  if (live?.paused !== undefined) return;
  const at = new Date(ports.clock.now()).toISOString();
  if (live !== undefined)
    await ports.deployments.advance(service, live.id, { paused: { by: 'alarm', at, reason: because } });
  const next =
    live === undefined
      ? `\`belay rollback ${service}\` goes back`
      : `\`belay cancel ${deployment}\` takes it back, \`belay continue ${deployment}\` lets it go on`;
  await ports.deployments.log({
    deployment,
    service,
    event: 'version:update:gate',
    at,
    text: `${because}. ${service} does not go back by itself (rollback.automatic): ${next}`,
    data: { because, asks: true },
  });
}
