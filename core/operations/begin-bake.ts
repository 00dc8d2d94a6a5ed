import type { Wait, Woke } from '../domain/deployment.ts';
import { hasAllTraffic } from '../domain/progress.ts';
import type { Ports } from '../ports.ts';

/**
 * Begins a time under watch: a one-time schedule ends it, an alarm may end it before. Costs the same for a minute and for a day.
 * However often the gate is told, the first telling counts: the schedule has the name of its wait.
 */
export async function beginBake(
  ports: Pick<Ports, 'deployments' | 'schedules' | 'clock'>,
  { deployment, service, number = 0 }: Wait,
  seconds: number,
  woke: Woke,
): Promise<void> {
  const now = ports.clock.now();
  const since = new Date(now).toISOString();
  const until = new Date(now + seconds * 1000).toISOString();
  const made = await ports.schedules.wakeAt(`${deployment}-${number}`, until, {
    service,
    deployment,
    number,
    woke: { ...woke, since, because: 'the bake is over' },
  });
  if (made === 'already') return;
  await ports.deployments.log({
    deployment,
    service,
    event: 'version:update:progress',
    at: since,
    text: `${howMuch(woke)} is on the new version, under watch until ${until.slice(11, 19)}`,
    data: { stage: woke.stage, until, ...(woke.share !== undefined && { share: woke.share }) },
  });
}

function howMuch(woke: Woke): string {
  if (hasAllTraffic(woke)) return 'All traffic';
  const { share } = woke;
  return share === undefined ? 'A share of the traffic' : `${share} % of the traffic`;
}
