import { overallSeconds } from '../domain/deadlines.ts';
import type { Deployment, Plan } from '../domain/deployment.ts';
import type { AskedImage } from '../domain/findings/reading.ts';
import { taskFindings } from '../domain/findings/task-findings.ts';
import { asOneRefusal, Refused } from '../domain/refused.ts';
import { pointIdOf, type RollbackPoint } from '../domain/rollback-point.ts';
import { refusalsOf } from '../domain/told-refusals.ts';
import { keepPoint } from '../operations/keep-point.ts';
import type { Ports } from '../ports.ts';
import { parseStepInput, readStanding, type Standing } from './step-input.ts';

type CapturePorts = Pick<Ports, 'deployments' | 'services' | 'ecs' | 'versions' | 'rollbackPoints' | 'stack' | 'clock'>;

/**
 * Keeps what runs now, and registers the new version beside it: ECS makes no clone of a revision that could not run again. Without a way
 * back nothing goes forward.
 */
export async function captureRollbackPoint(
  ports: CapturePorts,
  raw: unknown,
): Promise<{ readonly rollbackPoint: string | null }> {
  const input = parseStepInput(raw);
  const standing = await readStanding(ports, input);
  const { deployment, live } = standing;
  const { plan, found } = deployment;
  if (plan === undefined || found === undefined)
    throw new Refused('BadRequest', `${deployment.id} has no plan. Start it anew.`);
  // What a way back leaves need not run again; the point that it goes to was proven when it was captured.
  if (deployment.kind === 'rollback') return { rollbackPoint: null };
  const point = pointOf(ports, deployment, found);
  if (point !== undefined) await keepPoint(ports, point, standing);
  const taskDefinition = live.taskDefinition ?? (await register(ports, standing, plan));
  const dueAt = new Date(ports.clock.now() + overallSeconds(plan) * 1000).toISOString();
  await ports.deployments.advance(input.service, input.deployment, { taskDefinition, dueAt });
  return { rollbackPoint: point?.id ?? null };
}

/** `undefined`: nothing has succeeded before, and a person said that this is known. */
function pointOf(
  { clock }: CapturePorts,
  { id, service, repository, from, by, approvals = [] }: Deployment,
  deploymentConfiguration: string,
): RollbackPoint | undefined {
  if (from?.taskDefinition === undefined) return undefined;
  const agreed = approvals.flatMap(({ approved, by: who }) => (approved ? [who] : [])).join(', ');
  return {
    id: pointIdOf(id),
    service,
    createdAt: new Date(clock.now()).toISOString(),
    deployment: id,
    repository,
    digest: from.digest,
    version: from.version,
    taskDefinition: from.taskDefinition,
    deploymentConfiguration,
    createdBy: by,
    ...(agreed !== '' && { approvedBy: agreed }),
  };
}

/** The revision that runs, with the new image in the containers that Belay deploys. Kept before UpdateService, so that no retry starts another. */
async function register(
  ports: CapturePorts,
  { deployment, state }: Standing,
  { source, image, tasks = { loadBalancers: [] } }: Plan,
): Promise<string> {
  const { repository, to, id } = deployment;
  if (image === undefined)
    throw new Refused('ImageGone', `${to.version} (${to.digest}) is gone from ${repository}. Push it again.`);
  const { settings } = state;
  const { containers } = settings;
  const names = Object.keys(containers).filter((container) => containers[container] === repository);
  const images = Object.fromEntries(names.map((container) => [container, image]));
  const tags = { 'belay:deployment': id, 'belay:version': to.version };
  const known = await ports.versions.get(repository, to.digest);
  const asked: AskedImage = known ? { kind: 'there', to, repository, platforms: known.platforms } : { kind: 'none' };
  return ports.ecs.registerTaskDefinition(source, 'be-active', images, tags, (seen) => {
    const reading = {
      settings,
      asked,
      taskDefinition: { seen },
      reach: { taskRoles: ports.stack.taskRoles() },
      ecs: { seen: tasks },
    };
    const refused = asOneRefusal(refusalsOf(taskFindings(reading)));
    if (refused !== undefined) throw refused;
  });
}
