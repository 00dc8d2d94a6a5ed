import type { Deployment, Head } from '../domain/deployment.ts';
import { isDigest, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { previousPoint } from '../domain/retention.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import type { RollbackTarget } from '../domain/rollback-target.ts';
import type { ServiceState } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { refuseExpired } from './find-point.ts';
import { ALL_POINTS } from './points-in-use.ts';

export type ChoosePorts = Pick<Ports, 'deployments' | 'rollbackPoints'>;

/** The rollback point that a target means for a service. Refuses what runs already, and what is denied. */
export async function choosePoint(
  ports: ChoosePorts,
  { settings: { key }, denied }: ServiceState,
  { serving }: Head,
  to: RollbackTarget,
): Promise<RollbackPoint> {
  const unwanted = [...denied.map(({ digest }) => digest), ...(serving ? [serving.digest] : [])];
  if (to === 'previous') {
    const previous = previousPoint(await ports.rollbackPoints.newest(key, ALL_POINTS), unwanted);
    if (previous !== undefined) return previous;
    throw nothing(
      `${key} has no rollback point of another version than the one that runs. \`belay history ${key}\` shows what ran.`,
    );
  }
  const point = await named(ports, key, to);
  const entry = denied.find(({ digest }) => digest === point.digest);
  if (entry !== undefined)
    throw new Refused(
      'Denied',
      `${point.version} was rolled back by ${entry.deployment} (${entry.because}) and is denied. \`belay lift ${key} --digest ${point.digest}\` allows it again.`,
    );
  if (serving?.digest === point.digest)
    throw nothing(`${key} runs ${point.version} already (${point.id}). \`belay rollback-points ${key}\` lists others.`);
  return point;
}

async function named(
  ports: ChoosePorts,
  key: ServiceKey,
  to: Exclude<RollbackTarget, 'previous'>,
): Promise<RollbackPoint> {
  if ('version' in to) return ofVersion(await ports.rollbackPoints.newest(key, ALL_POINTS), key, to.version);
  const id = 'rollbackPoint' in to ? to.rollbackPoint : await pointOf(ports, key, to.deployment);
  const point = (await ports.rollbackPoints.get(key, id)) ?? (await withName(ports, key, id));
  if (point === undefined) throw await explainMissing(ports, key, id);
  refuseExpired(point);
  return point;
}

/** A version ran here where a point has it: by its tag, its digest, or as a person named the point. */
function ofVersion(points: readonly RollbackPoint[], key: ServiceKey, text: string): RollbackPoint {
  const plain = text.replace(/^v(?=\d)/, '');
  const found =
    points.find(({ digest, version }) =>
      isDigest(text) ? digest === text : version.replace(/^v(?=\d)/, '') === plain,
    ) ?? points.find(({ name }) => name === text);
  if (found !== undefined) return found;
  throw nothing(
    `${key} has no rollback point of "${text}", so there is nothing to go back to. \`belay deploy ${key} ${text}\` ships it.`,
  );
}

async function withName(ports: ChoosePorts, key: ServiceKey, text: string): Promise<RollbackPoint | undefined> {
  return (await ports.rollbackPoints.newest(key, ALL_POINTS)).find(({ name }) => name === text);
}

/** The point that was captured before a deployment of this service changed anything. */
async function pointOf(ports: ChoosePorts, key: ServiceKey, id: Deployment['id']): Promise<string> {
  const deployment = await ports.deployments.get(id);
  if (deployment === undefined)
    throw new Refused('UnknownDeployment', `There is no deployment ${id}. \`belay history ${key}\` lists them.`);
  if (deployment.service !== key)
    throw new Refused(
      'WrongService',
      `${id} is a deployment of ${deployment.service}, not of ${key}. \`belay rollback ${deployment.service} --to ${id}\` undoes it.`,
    );
  if (deployment.verdict !== undefined && !['SUCCEEDED', 'STUCK'].includes(deployment.verdict))
    throw nothing(
      `${id} ended ${deployment.verdict}: nothing that it changed is left to be undone. \`belay rollback-points ${key}\` lists where else to go.`,
    );
  if (deployment.rollbackPoint !== undefined) return deployment.rollbackPoint;
  throw nothing(
    deployment.kind === 'rollback'
      ? `${id} was a way back itself. Name the version to go to: \`belay rollback ${key} --to <version>\`.`
      : `Before ${id} nothing ran that could run again. Deploy a version that works: \`belay deploy ${key} <version>\`.`,
  );
}

async function explainMissing(ports: ChoosePorts, key: ServiceKey, id: string): Promise<Refused> {
  const other = await ports.rollbackPoints.find(id);
  if (other === undefined)
    return new Refused(
      'UnknownPoint',
      `${key} has no rollback point ${id}. \`belay rollback-points ${key}\` lists what it has.`,
    );
  return new Refused(
    'WrongService',
    `${id} is a rollback point of ${other.service}, not of ${key}. \`belay rollback ${other.service} --to ${id}\` goes to it.`,
  );
}

function nothing(message: string): Refused {
  return new Refused('NothingToRollBackTo', message);
}
