import { forwardConfiguration } from '../domain/deployment-configuration.ts';
import { partsOf } from '../domain/names.ts';
import { hookSeconds } from '../domain/plan.ts';
import { Refused } from '../domain/refused.ts';
import { awaitServiceDeployment } from '../operations/await-service-deployment.ts';
import { findServiceDeployment } from '../operations/find-service-deployment.ts';
import { type WakePorts, wake } from '../operations/wake.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';
import { storeWait } from './wait.ts';

type StartPorts = WakePorts & Pick<Ports, 'deployments' | 'services' | 'ecs' | 'waits' | 'registry' | 'clock'>;

/** Lets ECS begin, and waits: in blue/green for the gate before traffic, in rolling for the end. */
export async function startDeployment(ports: StartPorts, raw: unknown): Promise<void> {
  const input = parseStepInput(raw);
  const standing = await readStanding(ports, input);
  const { deployment, head } = standing;
  const strategy = deployment.plan?.strategy;
  await storeWait(ports, input, strategy === 'rolling' ? 'deployment-ended' : 'before-traffic');

  if ((await findServiceDeployment(ports, head)) === undefined) {
    const taskDefinition = deployment.taskDefinition ?? (await register(ports, standing));
    if (!(await update(ports, standing, taskDefinition))) return void (await wake(ports, input.service));
  }
  await awaitServiceDeployment(ports, input.service);
  await wake(ports, input.service);
}

/** The revision that runs, with the new image in the containers that Belay deploys. Kept before UpdateService, so that no retry makes another. */
async function register(ports: StartPorts, { deployment, state }: Standing): Promise<string> {
  const { settings } = state;
  const ecs = await ports.ecs.service(settings.cluster, partsOf(deployment.service).name);
  const image = await ports.registry.describe(deployment.repository, { digest: deployment.to.digest });
  if (ecs === undefined || image === undefined)
    throw new Refused('ImageGone', `${deployment.to.version} or its service vanished after the plan.`);
  const containers = Object.entries(settings.containers).filter(
    ([, repository]) => repository === deployment.repository,
  );
  const images = Object.fromEntries(containers.map(([container]) => [container, image.uri]));
  const tags = { 'belay:deployment': deployment.id, 'belay:version': deployment.to.version };
  const taskDefinition = await ports.ecs.registerTaskDefinition(ecs.taskDefinition, images, tags);
  await ports.deployments.amend(deployment.id, { taskDefinition });
  return taskDefinition;
}

/** `false`: somebody asked for a stop before, and nothing was started. Who asks later finds the task definition, and waits for what it brings. */
async function update(ports: StartPorts, { deployment, state }: Standing, taskDefinition: string): Promise<boolean> {
  const { plan, found, service } = deployment;
  if (plan === undefined || found === undefined)
    throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  const phase = plan.strategy === 'rolling' ? 'roll-out' : 'scale-up';
  await ports.deployments.advance(service, deployment.id, { phase, taskDefinition });
  const { live } = await ports.deployments.head(service);
  if (live?.stopRequested !== undefined) return false;
  await ports.ecs.update(state.settings.cluster, partsOf(service).name, {
    taskDefinition,
    deploymentConfiguration: forwardConfiguration(plan.strategy, found, {
      alarms: state.settings.alarms,
      hookMinutes: Math.ceil(hookSeconds(plan) / 60),
      bakeMinutes: Math.ceil(plan.bake / 60),
    }),
  });
  return true;
}
