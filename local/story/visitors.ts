import type { LoadAnswer } from '../load/load-report.ts';
import { type Load, startLoad } from '../load/start-load.ts';
import type { World } from '../world.ts';

const UNDER_WAY = ['PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS'];
const OWNER = { arn: 'visitors', role: undefined };

/** Sends the visitors of the service `web`. None come when `perSecond` is 0. */
export function startVisitors(
  url: string,
  perSecond: number,
  onAnswer: (answer: LoadAnswer) => void = () => {},
): Load | undefined {
  return perSecond === 0 ? undefined : startLoad({ url: `${url}/`, perSecond, onAnswer });
}

/** From now on visitors come only while a deployment is under way: in between the machine has its peace. */
export async function restBetweenDeployments(world: World, load: Load): Promise<void> {
  const answer = await world.wire.dispatch(
    'ecs',
    'ListServiceDeployments',
    { cluster: 'example', service: 'web', status: UNDER_WAY },
    OWNER,
  );
  let underWay = Array.isArray(answer.serviceDeployments) ? answer.serviceDeployments.length : 0;
  const pace = (): void => (underWay > 0 ? load.resume() : load.pause());
  pace();
  world.ecs.onDeployment(({ kind }) => {
    underWay = Math.max(0, underWay + (kind === 'started' ? 1 : -1));
    pace();
  });
}
