import type { Head, Woke } from '../domain/deployment.ts';
import { partsOf } from '../domain/names.ts';
import type { Ports } from '../ports.ts';

/**
 * Says why a deployment left the way forward. One that was stopped without going back was superseded only if there is a newer one: else it
 * lies where it fell. For any other the last task that died is named. A stage that is no turn is left as it is.
 */
export async function explainTurn(
  ports: Pick<Ports, 'ecs' | 'services'>,
  { live, service }: Head,
  woke: Woke,
): Promise<Woke> {
  const turned = woke.stage === 'superseded' || woke.stage === 'ended-badly' || woke.stage === 'going-back';
  const state = turned ? await ports.services.get(service) : undefined;
  if (state === undefined) return woke;
  const { cluster } = state.settings;
  const { name } = partsOf(service);
  if (woke.stage === 'superseded') {
    const [newest] = await ports.ecs.recent(cluster, name);
    if (newest !== undefined && newest.arn !== live?.serviceDeployment)
      return { ...woke, because: `somebody deployed around Belay (${newest.arn}, ${newest.status})` };
  }
  const [dead] =
    live?.taskDefinition === undefined ? [] : await ports.ecs.stoppedTasks(cluster, name, live.taskDefinition);
  const because = dead === undefined ? woke.because : `${woke.because.replace(/\.$/, '')}; last task: ${dead}`;
  return { ...woke, because, stage: woke.stage === 'superseded' ? 'ended-badly' : woke.stage };
}
