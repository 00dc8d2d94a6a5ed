import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CheckRun, failuresOf, isDone, openTasks, roundOf, type TaskEnd } from '../../../core/domain/check-run.ts';
import { aCommand, aDeployment } from '../../builders.ts';

const end = (code: number): TaskEnd => ({ codes: { web: code }, because: `exited (web: exit code ${code})` });
const runOf = (change: Partial<CheckRun>): CheckRun => ({
  deployment: aDeployment().id,
  round: 'before-traffic',
  since: '2026-11-20T10:00:00.000Z',
  seconds: 300,
  checks: [aCommand()],
  tasks: [{ task: 'one' }],
  ended: {},
  ...change,
});

test.each<[string, Partial<CheckRun>, string]>([
  ['that was never started', { tasks: [] }, 'was never started'],
  ['that ECS refused', { tasks: [{ refused: 'no capacity' }] }, 'could not be started: no capacity'],
  ['that runs on', {}, 'did not end within 300 s: migrate --check (task one)'],
  [
    'whose container never ran',
    { ended: { one: { codes: {}, because: 'CannotPullContainerError: gone' } } },
    'did not run: CannotPullContainerError: gone (task one)',
  ],
  [
    'that ended with another exit code',
    { ended: { one: end(3) } },
    'failed: migrate --check ended with exit code 3, expected 0 (task one)',
  ],
])('a command %s has failed, and a sentence says how', (_, change, failure) => {
  expect(failuresOf(runOf(change))).toEqual([`check "the schema fits" (schema) ${failure}`]);
});

test('any of the exit codes that are expected is success', () => {
  const checks = [aCommand({ expectedExitCodes: [0, 4] })];
  expect(failuresOf(runOf({ checks, ended: { one: end(4) } }))).toEqual([]);
});

test('a sidecar’s exit code says nothing about the command', () => {
  const ended = { one: { codes: { proxy: 0 }, because: 'stopped' } };
  expect(failuresOf(runOf({ ended }))).toHaveLength(1);
});

const runs = fc
  .array(fc.record({ refused: fc.boolean(), ended: fc.boolean(), code: fc.integer({ min: 0, max: 2 }) }))
  .map((commands) =>
    runOf({
      checks: commands.map((_, index) => aCommand({ id: `c${index}` })),
      tasks: commands.map(({ refused }, index) => (refused ? { refused: 'no' } : { task: `t${index}` })),
      ended: Object.fromEntries(
        commands.flatMap(({ refused, ended, code }, index) => (ended && !refused ? [[`t${index}`, end(code)]] : [])),
      ),
    }),
  );

test('a round is done exactly when no task is open, and without failure only when every command ended as it should', () => {
  fc.assert(
    fc.property(runs, (run) => {
      expect(isDone(run)).toBe(openTasks(run).length === 0);
      const good = run.tasks.every((one) => 'task' in one && run.ended[one.task]?.codes.web === 0);
      expect(failuresOf(run).length === 0).toBe(good);
    }),
  );
});

test('a round whose tasks are not known yet is not done', () => {
  expect(isDone(runOf({ tasks: [] }))).toBe(false);
  expect(isDone(runOf({ tasks: [], checks: [] }))).toBe(true);
});

test('each bake has a round of its own', () => {
  expect(roundOf({ gate: 'before-traffic', bakes: 0 })).toBe('before-traffic');
  expect(roundOf({ gate: 'after-bake', bakes: 2 })).toBe('after-bake-2');
});
