import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import type { Ports } from '../ports.ts';
import { readServiceDeployment } from './read-service-deployment.ts';

/** A way back that should be over. */
export interface Late {
  readonly service: ServiceKey;
  readonly deployment: DeploymentId;
}

/** Calls a person when the old version is not back in the time that the plan gave it; Belay goes on waiting until ECS is done. Safe to repeat. */
export async function tellLate(
  ports: Pick<Ports, 'deployments' | 'waits' | 'services' | 'ecs' | 'clock'>,
  { service, deployment: id }: Late,
): Promise<'told' | 'in-time'> {
  const head = await ports.deployments.head(service);
  if (head.live?.id !== id || head.live.phase !== 'roll-back') return 'in-time';
  // Commands run when traffic is back.
  if ((await ports.waits.get(id))?.awaits === 'command-done') return 'in-time';
  const [deployment, truth] = await Promise.all([ports.deployments.get(id), readServiceDeployment(ports, head)]);
  const { plan, from, to, kind } = deployment ?? {};
  const target = kind === 'rollback' ? to?.version : from?.version;
  const slowest =
    plan === undefined ? '' : `; the slowest part of this service is ${plan.slowest.part} (${plan.slowest.because})`;
  const says =
    truth === undefined
      ? 'ECS shows no deployment of it'
      : `ECS says ${truth.status}${truth.stage === undefined ? '' : ` at ${truth.stage}`}`;
  await ports.deployments.log({
    deployment: id,
    service,
    event: 'version:rollback:late',
    at: new Date(ports.clock.now()).toISOString(),
    text: `${target ?? 'The old version'} is not back after ${plan?.backWithin ?? 0} s: ${says}${slowest}. Belay goes on waiting; \`belay show ${id}\` tells what happened`,
    data: { within: plan?.backWithin ?? null, status: truth?.status ?? null },
  });
  return 'told';
}
