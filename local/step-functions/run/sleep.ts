import { Cancelled } from './failures.ts';
import type { Track } from './track.ts';

/** Resolves at `time` (milliseconds since 1970), at once when it has passed. Rejects with Cancelled. */
export function sleepUntil(track: Track, time: number): Promise<void> {
  const { machinery, cancellation } = track.parts;
  return new Promise((resolve, reject) => {
    const forget = cancellation.onCancel(() => {
      cancel();
      reject(new Cancelled());
    });
    const cancel = machinery.clock.after(Math.max(0, time - machinery.clock.now()), () => {
      forget();
      resolve();
    });
  });
}
