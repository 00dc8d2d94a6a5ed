import { z } from 'zod';

const answer = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * The identifiers that a function reports with `ReportBatchItemFailures`. `undefined` means that the whole batch failed:
 * the answer has the wrong shape. An empty answer is a success.
 */
export function itemFailures(payload: string): readonly string[] | undefined {
  const value: unknown = JSON.parse(payload);
  if (value === null || value === '') return [];
  const parsed = answer.safeParse(value);
  return parsed.success ? (parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier) : undefined;
}
