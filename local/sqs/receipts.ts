import { AwsError } from '../kernel/aws-error.ts';
import type { Listed } from './queue-directory.ts';
import { invalidValue, missing } from './refusals.ts';

/** Deletes what a receipt handle stands for. A handle that is out of date does nothing, except on a FIFO queue. */
export function deleteByReceipt({ queue, settings }: Listed, handle: string | undefined, now: number): void {
  const { id, receipt } = parse(handle);
  const message = queue.get(id);
  const expired = message !== undefined && (message.receipt !== receipt || message.visibleAt <= now);
  if (settings.fifo && expired) throw invalidValue(handle, 'ReceiptHandle', 'The receipt handle has expired.');
  if (message?.receipt === receipt) queue.remove([id]);
}

/** Changes for how long from now a received message stays hidden. */
export function hideByReceipt({ queue }: Listed, handle: string | undefined, seconds: number | undefined): void {
  const { id, receipt } = parse(handle);
  if (seconds === undefined) throw missing('VisibilityTimeout');
  if (seconds < 0 || seconds > 43_200) {
    throw invalidValue(seconds, 'VisibilityTimeout', 'VisibilityTimeout must be an integer between 0 and 43200.');
  }
  if (queue.get(id)?.receipt !== receipt) {
    const reason = 'Message does not exist or is not available for visibility timeout change.';
    throw invalidValue(handle, 'ReceiptHandle', reason);
  }
  queue.hide(id, seconds);
}

function parse(handle: string | undefined): { id: string; receipt: string } {
  const [, id, receipt] = /^([0-9a-f-]{36})#([0-9a-f-]{36})$/.exec(handle ?? '') ?? [];
  if (id === undefined || receipt === undefined) {
    const message = `The input receipt handle "${handle ?? ''}" is not a valid receipt handle.`;
    throw new AwsError('ReceiptHandleIsInvalid', message);
  }
  return { id, receipt };
}
