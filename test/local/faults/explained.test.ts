import { expect, test } from 'vitest';
import type { Struck } from '../../../local/faults/faults.ts';
import { isExplained } from '../../simulation-local/explained.ts';

const LETTER = JSON.stringify({
  version: '1.0',
  timestamp: '2026-11-22T07:13:03.893Z',
  requestContext: {
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:belay-reconcile:live',
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload: {},
});
const kill = (at: string, name = 'belay-reconcile'): Struck => ({
  at: `2026-11-22T07:${at}Z`,
  index: 0,
  door: 'function',
  fault: 'kill',
  function: name,
});

test('an event that was given up is explained by a fault in each of its tries, whoever brought them', () => {
  expect(isExplained(LETTER, [kill('10:00.000'), kill('11:01.000'), kill('13:03.000')])).toBe(true);
});

test.each([
  ['two', [kill('10:00.000'), kill('11:01.000')]],
  ['one of another function', [kill('10:00.000'), kill('11:01.000'), kill('13:03.000', 'belay-on-due')]],
  ['one of an hour before', [kill('10:00.000'), kill('11:01.000'), kill('00:03.000')]],
  ['one that came later', [kill('10:00.000'), kill('11:01.000'), kill('14:03.000')]],
])('with %s it is not', (_, struck) => {
  expect(isExplained(LETTER, struck)).toBe(false);
});

test('a letter that is not of Lambda is never explained', () => {
  expect(isExplained(JSON.stringify({ source: 'aws.ecr' }), [kill('13:00.000')])).toBe(false);
});
