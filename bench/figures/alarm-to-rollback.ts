import type { Figure } from '../figure.ts';
import { quantile, rounded } from '../growth.ts';
import { drawCalls, drawLatency, HOPS, seeded } from '../hops.ts';
import { wholeStory } from '../whole-story.ts';

const DRAWS = 10_000;
const POLL_MS = 15_000;

export const alarmToRollback: Figure = {
  id: 'alarmToRollback',
  what: 'from the alarm’s change of state to StopServiceDeployment: hops, calls to AWS in a row, and seconds',
  unit: 'hops, calls, s',
  floor: { hops: 1, calls: 2 },
  peerWhat:
    'a machine that looks at the alarm every 15 seconds, with the same latencies of its one call to look and one to stop',
  bar: { hops: 1, calls: 3 },
  how: `Hops and calls from the call log of the story on the local AWS. The seconds are computed, as no laptop can measure AWS: ${DRAWS} seeded draws from the latencies in bench/hops.ts, of a warm function. Formula: one event, then the calls. ECS’s shift of the traffic comes on top, for both.`,
  async measure() {
    const { alarmToStop } = await wholeStory();
    const random = seeded(1);
    const draw = (once: () => number): number[] => Array.from({ length: DRAWS }, once);
    const ours = draw(() => drawLatency(HOPS.event, random) + drawCalls(alarmToStop, random));
    const poller = draw(() => random() * POLL_MS + drawCalls(['cloudwatch DescribeAlarms', 'ecs Stop'], random));
    return {
      value: { hops: 1, calls: alarmToStop.length, ...seconds(ours) },
      peer: seconds(poller),
    };
  },
};

/** The middle, the slowest of a hundred, and the mean. */
function seconds(milliseconds: readonly number[]): Readonly<Record<string, number>> {
  const mean = milliseconds.reduce((sum, one) => sum + one, 0) / milliseconds.length;
  const inSeconds = (one: number): number => rounded(one / 1000, 2);
  return {
    'p50 s': inSeconds(quantile(milliseconds, 0.5)),
    'p99 s': inSeconds(quantile(milliseconds, 0.99)),
    'mean s': inSeconds(mean),
  };
}
