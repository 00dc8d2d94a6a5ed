import type { Figure } from '../figure.ts';
import { quantile, rounded } from '../growth.ts';
import { drawCalls, drawLatency, HOPS, seeded } from '../hops.ts';
import { wholeStory } from '../whole-story.ts';

const DRAWS = 10_000;
/** ECR sends its events at best effort; how many it loses it does not say. */
const LOST = 0.1;
const RECONCILE_MS = 5 * 60_000;

export const pushToStart: Figure = {
  id: 'pushToStart',
  what: 'from the push of an image to the start of its deployment, when a tenth of the events is lost: calls to AWS in a row, and seconds',
  unit: 'calls, s',
  peerWhat: 'polls of the registry every minute and every five minutes, which lose nothing',
  bar: { 'worst s': 310 },
  how: `Calls from the call log of the story on the local AWS. The seconds are computed: ${DRAWS} seeded draws from the latencies in bench/hops.ts; a lost event is found by the reconciler, which looks every 5 minutes. Formula: one event, or what is left of the 5 minutes, then the calls.`,
  async measure() {
    const { pushToStart: calls } = await wholeStory();
    const random = seeded(2);
    const draw = (wait: () => number): Readonly<Record<string, number>> => {
      const all = Array.from({ length: DRAWS }, () => (wait() + drawCalls(calls, random)) / 1000);
      const at = (share: number): number => rounded(quantile(all, share), 2);
      return { 'p50 s': at(0.5), 'p90 s': at(0.9), 'worst s': at(1) };
    };
    const poll = (minutes: number) => draw(() => random() * minutes * 60_000);
    const [one, five] = [poll(1), poll(5)];
    const value = draw(() => (random() < LOST ? random() * RECONCILE_MS : drawLatency(HOPS.event, random)));
    return {
      value: { calls: calls.length, ...value },
      peer: { 'every minute, p50 s': one['p50 s'] ?? 0, 'every 5 minutes, p50 s': five['p50 s'] ?? 0 },
    };
  },
};
