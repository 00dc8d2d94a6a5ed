import { describe, expect, test } from 'vitest';
import { likeRecorded } from '../../../local/step-functions/cases/like-recorded.ts';
import { recordedCases } from '../../../local/step-functions/cases/recorded-case.ts';
import { runRecorded } from '../../../local/step-functions/cases/run-recorded.ts';

const recorded = recordedCases();

describe('executions recorded on AWS', () => {
  test.skipIf(recorded === undefined)('the file holds them', () => {
    expect(recorded).not.toHaveLength(0);
  });

  test.each(recorded ?? [])('$id ends here as it did there', async (execution) => {
    expect(await runRecorded(execution)).toBeUndefined();
  });

  test.each(recorded ?? [])('$id is told from an execution that ends otherwise', async (execution) => {
    const status = execution.expected.status === 'FAILED' ? 'SUCCEEDED' : 'FAILED';
    const expected = { ...execution.expected, status };
    expect(await runRecorded({ ...execution, expected })).toContain('status is');
  });
});

describe('comparing with a recording', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['[1]', '[ 1 ]'],
    [{ a: '{"b":[2]}' }, { a: { b: [2] } }],
    ['arn:<partition>:x', 'arn:aws:x'],
    [null, null],
  ])('%j is like %j', (expected, found) => {
    expect(likeRecorded(expected, found)).toBe(true);
  });

  test.each([
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[1], [1, 1]],
    [[], {}],
    ['1', 1],
    ['a', 'b'],
    [null, 'null'],
    [0, false],
  ])('%j is not like %j', (expected, found) => {
    expect(likeRecorded(expected, found)).toBe(false);
  });
});
