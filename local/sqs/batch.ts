import type { BatchResultErrorEntry } from '@aws-sdk/client-sqs';
import { AwsError } from '../kernel/aws-error.ts';

interface Entry {
  readonly Id: string | undefined;
}

/** Does each entry of a batch for itself. Throws SQS's errors for a batch that is malformed as a whole. */
export function eachOf<Given extends Entry, Done>(
  entries: readonly Given[] | undefined,
  act: (entry: Given, id: string) => Done,
): { Successful: Done[]; Failed: BatchResultErrorEntry[] } {
  const given = entries ?? [];
  if (given.length === 0) {
    throw new AwsError(
      'EmptyBatchRequest',
      'There should be at least one SendMessageBatchRequestEntry in the request.',
    );
  }
  if (given.length > 10) {
    const message = `Maximum number of entries per request are 10. You have sent ${given.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', message);
  }
  const ids = given.map(({ Id }) => Id ?? '');
  if (ids.some((id) => !/^[A-Za-z0-9_-]{1,80}$/.test(id))) {
    const rule = 'A batch entry id can only contain alphanumeric characters, hyphens and underscores.';
    throw new AwsError('InvalidBatchEntryId', `${rule} It can be at most 80 letters long.`);
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);

  const result: { Successful: Done[]; Failed: BatchResultErrorEntry[] } = { Successful: [], Failed: [] };
  for (const entry of given) {
    const id = entry.Id ?? '';
    try {
      result.Successful.push(act(entry, id));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      result.Failed.push({ Id: id, Code: error.name, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return result;
}
