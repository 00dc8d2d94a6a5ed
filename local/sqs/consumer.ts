import type { Cancel } from '../kernel/clock.ts';
import type { Message } from './message.ts';
import type { ConsumeOptions, QueueMessage } from './ports.ts';
import type { Queue } from './queue.ts';
import { forConsumer } from './received-message.ts';

/** Lambda begins with five batches of a queue at a time. */
const BATCHES_AT_A_TIME = 5;

/** Hands the messages of one queue over until it is cancelled; what is being handled then is still brought to its end. */
export function consumeQueue(
  queue: Queue,
  { batchSize, visibilitySeconds }: ConsumeOptions,
  handle: (messages: readonly QueueMessage[]) => Promise<readonly string[]>,
): Cancel {
  let running = 0;
  let cancelled = false;

  const work = async (messages: readonly Message[]): Promise<void> => {
    const failed = await handle(messages.map(forConsumer)).catch(() => messages.map(({ id }) => id));
    // A message that came back meanwhile belongs to whoever has it now.
    const done = messages.filter(({ id, receipt }) => !failed.includes(id) && queue.get(id)?.receipt === receipt);
    if (done.length > 0) queue.remove(done.map(({ id }) => id));
  };

  const pump = (): void => {
    while (!cancelled && running < BATCHES_AT_A_TIME) {
      const messages = queue.take(batchSize, visibilitySeconds);
      if (messages.length === 0) return;
      running++;
      void work(messages).finally(() => {
        running--;
        pump();
      });
    }
  };

  const stopListening = queue.onChange(pump);
  pump();
  return () => {
    cancelled = true;
    stopListening();
  };
}
