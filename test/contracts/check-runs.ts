import { describe, expect, test } from 'vitest';
import type { CheckRun } from '../../core/domain/check-run.ts';
import type { Ports } from '../../core/ports.ts';
import { aCommand, aDeployment } from '../builders.ts';

const { id } = aDeployment();
const end = { codes: { web: 0 }, because: 'Essential container in task exited (web: exit code 0)' };
const aRun = (change: Partial<CheckRun> = {}): CheckRun => ({
  deployment: id,
  round: 'before-traffic',
  since: '2026-11-20T10:00:00.000Z',
  seconds: 300,
  checks: [aCommand()],
  tasks: [],
  ended: {},
  ...change,
});

/** What a store of check runs has to do, whether it lies in memory or in DynamoDB. */
export function checkRunsContract(name: string, make: () => Promise<Pick<Ports, 'checkRuns'>>): void {
  describe(`check runs ${name}`, () => {
    test('a round is begun once, and who begins it again is given what is stored', async () => {
      const { checkRuns: runs } = await make();
      expect(await runs.get(id)).toBeUndefined();
      expect(await runs.begin(aRun())).toEqual(aRun());
      await runs.started(id, 'before-traffic', [{ task: 'one' }]);
      const again = await runs.begin(aRun({ since: '2026-11-20T11:00:00.000Z', checks: [] }));
      expect(again).toEqual(aRun({ tasks: [{ task: 'one' }] }));
      expect(await runs.get(id)).toEqual(again);
    });

    test('the end of a task is kept as it was told first, however often it is told', async () => {
      const { checkRuns: runs } = await make();
      await runs.begin(aRun());
      expect(await runs.ended(id, 'before-traffic', 'one', end)).toEqual(aRun({ ended: { one: end } }));
      const later = { codes: {}, because: 'something else' };
      expect(await runs.ended(id, 'before-traffic', 'one', later)).toEqual(aRun({ ended: { one: end } }));
    });

    test('an end that is told before the start was kept is not lost', async () => {
      const { checkRuns: runs } = await make();
      await runs.begin(aRun());
      await runs.ended(id, 'before-traffic', 'one', end);
      await runs.started(id, 'before-traffic', [{ task: 'one' }]);
      expect(await runs.get(id)).toEqual(aRun({ tasks: [{ task: 'one' }], ended: { one: end } }));
    });

    test('ends that are told at once are all kept', async () => {
      const { checkRuns: runs } = await make();
      await runs.begin(aRun());
      const tasks = Array.from({ length: 10 }, (_, index) => `task-${index}`);
      await Promise.all(tasks.map((task) => runs.ended(id, 'before-traffic', task, end)));
      expect(Object.keys((await runs.get(id))?.ended ?? {}).sort()).toEqual(tasks);
    });

    test('the next round takes the place of the one before, of which nothing is noted any more', async () => {
      const { checkRuns: runs } = await make();
      await runs.begin(aRun({ round: 'after-bake-1' }));
      await runs.ended(id, 'after-bake-1', 'one', end);
      const next = aRun({ round: 'after-bake-2' });
      expect(await runs.begin(next)).toEqual(next);
      expect(await runs.ended(id, 'after-bake-1', 'two', end)).toBeUndefined();
      await runs.started(id, 'after-bake-1', [{ task: 'two' }]);
      expect(await runs.get(id)).toEqual(next);
    });

    test('a task of a deployment that nobody knows is nobody’s', async () => {
      const { checkRuns: runs } = await make();
      expect(await runs.ended(id, 'before-traffic', 'one', end)).toBeUndefined();
      expect(await runs.get(id)).toBeUndefined();
    });
  });
}
