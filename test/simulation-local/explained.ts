import * as z from 'zod/mini';
import type { Struck } from '../../local/faults/faults.ts';

/** What Lambda writes about an event that it gave up. */
const GivenUp = z.object({
  timestamp: z.string(),
  requestContext: z.object({ functionArn: z.string(), approximateInvokeCount: z.number() }),
});

/** Lambda's tries of an event are over in this time, with the pauses between them. Milliseconds. */
const TRIES = 10 * 60_000;

/** Did faults strike the function of a dead letter once in each of its tries? */
export function isExplained(letter: string, struck: readonly Struck[]): boolean {
  const { data } = GivenUp.safeParse(JSON.parse(letter));
  if (data === undefined) return false;
  const name = data.requestContext.functionArn.split(':')[6];
  const end = Date.parse(data.timestamp);
  const strikes = struck.filter(
    ({ function: caller, at }) => caller === name && Date.parse(at) <= end && Date.parse(at) > end - TRIES,
  );
  return strikes.length >= data.requestContext.approximateInvokeCount;
}
