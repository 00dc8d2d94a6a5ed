import type { WaitState } from '../asl/machine.ts';
import { evaluateText, evaluateWhole, evaluationFailure } from './evaluate.ts';
import { sleepUntil } from './sleep.ts';
import type { Track } from './track.ts';

const OFFSET_DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Waits out a Wait state. After a restart it waits for what is left. */
export async function runWait(track: Track, state: WaitState): Promise<void> {
  if (track.position.waitUntil === undefined) {
    track.position.waitUntil = await end(track, state);
    track.parts.save();
  }
  await sleepUntil(track, track.position.waitUntil);
  delete track.position.waitUntil;
}

async function end(track: Track, { until }: WaitState): Promise<number> {
  if ('seconds' in until) {
    const seconds = await evaluateWhole(track, until.seconds, 'Seconds', 0);
    return track.parts.machinery.clock.now() + seconds * 1000;
  }
  const text = await evaluateText(track, until.timestamp, 'Timestamp');
  const time = OFFSET_DATE_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  const problem = `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${text}`;
  throw evaluationFailure(track, 'Timestamp', problem);
}
