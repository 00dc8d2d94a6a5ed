import type { Deployment } from '../domain/deployment.ts';
import type { StrategyName } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** Of strategies with gates the gates tell. */
const DOES: Readonly<Record<StrategyName, string | undefined>> = {
  rolling: 'replaces the tasks a few at a time',
  immediate: 'stops all old tasks, then starts the new ones',
  graceful: 'starts new tasks, and leaves alone the old ones that have work in hand',
  'blue-green': undefined,
  canary: undefined,
  linear: undefined,
};

/** Says what ECS does now, and under which name: without gates nothing else is told between the start and the end. */
export async function tellRollOut(
  { deployments, clock }: Pick<Ports, 'deployments' | 'clock'>,
  { id, service, plan }: Pick<Deployment, 'id' | 'service' | 'plan'>,
): Promise<void> {
  const does = plan && DOES[plan.strategy];
  if (does === undefined) return;
  const { live } = await deployments.head(service);
  const arn = live?.id === id ? live.serviceDeployment : undefined;
  await deployments.log({
    deployment: id,
    service,
    event: 'version:update:progress',
    at: new Date(clock.now()).toISOString(),
    text: `ECS ${does}${arn === undefined ? '' : `: ${arn.replace(/^.*:/, '')}`}`,
    data: { strategy: plan?.strategy, serviceDeployment: arn ?? null },
  });
}
