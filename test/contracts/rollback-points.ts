import { describe, expect, test } from 'vitest';
import type { Notice } from '../../core/domain/log-line.ts';
import { aPoint, OTHER_SERVICE, SERVICE } from '../builders.ts';
import type { Stores } from './stores.ts';

const idAt = (minute: number): string => `rp-20261120T10${String(minute).padStart(2, '0')}00Z-aaaa`;
const AT = '2026-11-20T10:00:00.000Z';
const LATER = '2026-11-20T10:20:00.000Z';
const good = { ok: true, because: 'it ran', seconds: 12.5, at: LATER };
const bad = { ok: false, because: 'exit code 1', at: LATER };

/** What every store of rollback points has to do, and the outbox of what is told of them. */
export function rollbackPointsContract(
  name: string,
  make: () => Promise<Pick<Stores, 'rollbackPoints' | 'notices' | 'told'>>,
): void {
  describe(`rollback points ${name}`, () => {
    test('are given back newest first, each service its own', async () => {
      const { rollbackPoints } = await make();
      for (const minute of [1, 3, 2]) await rollbackPoints.put(aPoint({ id: idAt(minute) }));
      await rollbackPoints.put(aPoint({ id: idAt(4), service: OTHER_SERVICE }));
      expect((await rollbackPoints.newest(SERVICE, 2)).map(({ id }) => id)).toEqual([idAt(3), idAt(2)]);
      expect(await rollbackPoints.newest(OTHER_SERVICE, 10)).toEqual([aPoint({ id: idAt(4), service: OTHER_SERVICE })]);
    });

    test('are found by service and id, and by the id alone', async () => {
      const { rollbackPoints } = await make();
      const point = aPoint({ name: 'before-christmas', description: 'the good one', commands: ['node undo.mjs'] });
      await rollbackPoints.put(point);
      expect(await rollbackPoints.get(SERVICE, point.id)).toEqual(point);
      expect(await rollbackPoints.find(point.id)).toEqual(point);
      expect(await rollbackPoints.get(OTHER_SERVICE, point.id)).toBeUndefined();
      expect(await rollbackPoints.find('rp-none')).toBeUndefined();
    });

    test('their life and their readiness are noted, unless they are gone', async () => {
      const { rollbackPoints } = await make();
      const { id } = aPoint();
      const ready = { ok: false, because: ['gone'], unchecked: [], checkedAt: AT };
      await rollbackPoints.put(aPoint());
      expect(await rollbackPoints.settle(SERVICE, id, 'completed')).toBe(true);
      expect(await rollbackPoints.noteReadiness(SERVICE, id, ready)).toBe(true);
      expect(await rollbackPoints.get(SERVICE, id)).toEqual({ ...aPoint(), status: 'completed', ready });
      expect(await rollbackPoints.settle(SERVICE, 'rp-none', 'completed')).toBe(false);
      expect(await rollbackPoints.noteReadiness(SERVICE, 'rp-none', ready)).toBe(false);
      expect(await rollbackPoints.find('rp-none')).toBeUndefined();
    });

    test('an expired one is in no list, changes no more, and is still told by its id', async () => {
      const { rollbackPoints } = await make();
      await rollbackPoints.put(aPoint());
      await rollbackPoints.expire(aPoint(), LATER);
      await rollbackPoints.expire(aPoint(), LATER);
      const expired = { ...aPoint(), status: 'expired' };
      expect(await rollbackPoints.newest(SERVICE, 10)).toEqual([]);
      expect(await rollbackPoints.get(SERVICE, aPoint().id)).toEqual(expired);
      expect(await rollbackPoints.find(aPoint().id)).toEqual(expired);
      expect(await rollbackPoints.settle(SERVICE, aPoint().id, 'active')).toBe(false);
    });

    test('a removed one is nowhere', async () => {
      const { rollbackPoints } = await make();
      await rollbackPoints.put(aPoint());
      await rollbackPoints.remove(SERVICE, aPoint().id);
      await rollbackPoints.remove(SERVICE, aPoint().id);
      expect(await rollbackPoints.find(aPoint().id)).toBeUndefined();
      expect(await rollbackPoints.newest(SERVICE, 10)).toEqual([]);
    });

    test('one rehearsal at a time, unless the one before is overdue or has ended', async () => {
      const { rollbackPoints } = await make();
      const { id } = aPoint();
      const begin = (startedAt: string, overdue = AT) =>
        rollbackPoints.beginRehearsal(SERVICE, id, { startedAt, by: 'somebody', plus: 20 }, overdue);
      expect(await begin(AT)).toBe(false);
      await rollbackPoints.put(aPoint());
      expect(await begin(AT)).toBe(true);
      expect(await begin(LATER)).toBe(false);
      expect(await begin(LATER, LATER)).toBe(true);
      await rollbackPoints.nameRehearsal(SERVICE, id, LATER, 'task/1');
      await rollbackPoints.nameRehearsal(SERVICE, id, AT, 'task/of-the-one-before');
      expect(await rollbackPoints.get(SERVICE, id)).toMatchObject({
        rehearsal: { startedAt: LATER, by: 'somebody', plus: 20, task: 'task/1' },
      });
      expect(await rollbackPoints.endRehearsal(SERVICE, id, LATER, good)).toBe(true);
      expect(await begin('2026-11-20T10:30:00.000Z')).toBe(true);
      expect((await rollbackPoints.get(SERVICE, id))?.rehearsal).toEqual({
        startedAt: '2026-11-20T10:30:00.000Z',
        by: 'somebody',
        plus: 20,
      });
    });

    test('the outcome of a rehearsal is kept once, a bad one takes the place of a good one, and not the other way round', async () => {
      const { rollbackPoints } = await make();
      const { id } = aPoint();
      const end = (outcome: typeof good | typeof bad, at = AT) => rollbackPoints.endRehearsal(SERVICE, id, at, outcome);
      await rollbackPoints.put(aPoint());
      expect(await end(good)).toBe(false);
      await rollbackPoints.beginRehearsal(SERVICE, id, { startedAt: AT, by: 'somebody' }, AT);
      expect(await end(good, LATER)).toBe(false);
      expect([await end(good), await end(good), await end(bad), await end(bad), await end(good)]).toEqual([
        true,
        false,
        true,
        false,
        false,
      ]);
      expect((await rollbackPoints.get(SERVICE, id))?.rehearsal?.outcome).toEqual(bad);
    });

    test('a notice is told once under its key', async () => {
      const { notices, told } = await make();
      const notice: Notice = {
        service: SERVICE,
        event: 'version:rollback-point:red',
        at: AT,
        text: 'could not go back',
        data: { rollbackPoint: 'rp-1' },
      };
      await notices.tell('a', notice);
      await notices.tell('a', { ...notice, text: 'again' });
      await notices.tell('b', { ...notice, text: 'another' });
      expect(await told(SERVICE)).toEqual([notice, { ...notice, text: 'another' }]);
      expect(await told(OTHER_SERVICE)).toEqual([]);
    });

    test('notices are read back by how their keys begin, the highest key first, each place its own', async () => {
      const { notices } = await make();
      const notice = (text: string, service: Notice['service'] = SERVICE): Notice => ({
        service,
        event: 'version:block:ended',
        at: AT,
        text,
        data: {},
      });
      for (const key of ['ended#2', 'ended#1', 'ended#3', 'other#9']) await notices.tell(key, notice(key));
      await notices.tell('ended#1', notice('all', 'staging/*'));
      const texts = async (service: Notice['service'], limit: number) =>
        (await notices.told(service, 'ended#', limit)).map(({ text }) => text);
      expect(await texts(SERVICE, 2)).toEqual(['ended#3', 'ended#2']);
      expect(await texts(SERVICE, 9)).toEqual(['ended#3', 'ended#2', 'ended#1']);
      expect(await texts('staging/*', 9)).toEqual(['all']);
      expect(await texts('*/*', 9)).toEqual([]);
    });
  });
}
