import type { Clock } from '../kernel/clock.ts';
import type { Message } from './message.ts';
import type { Queue } from './queue.ts';

/** Takes messages, and when there are none waits for the first, `waitSeconds` at most. */
export function receive(
  queue: Queue,
  clock: Clock,
  { limit, visibilitySeconds, waitSeconds }: { limit: number; visibilitySeconds: number; waitSeconds: number },
): Promise<readonly Message[]> {
  const there = queue.take(limit, visibilitySeconds);
  if (there.length > 0 || waitSeconds === 0) return Promise.resolve(there);

  return new Promise((resolve) => {
    const end = (messages: readonly Message[]): void => {
      stopListening();
      stopWaiting();
      resolve(messages);
    };
    const stopWaiting = clock.after(waitSeconds * 1_000, () => end([]));
    const stopListening = queue.onChange(() => {
      const messages = queue.take(limit, visibilitySeconds);
      if (messages.length > 0) end(messages);
    });
  });
}
