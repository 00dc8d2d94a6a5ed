import { describe, expect, test } from 'vitest';
import type { EnvironmentRule, Freeze } from '../../core/domain/environment-rule.ts';
import type { WaitingDeployment } from '../../core/domain/waiting-deployment.ts';
import type { Ports } from '../../core/ports.ts';
import { aDeployment, aDigest, aService, OTHER_SERVICE, SERVICE } from '../builders.ts';

const told = { by: 'ann', since: '2026-11-20T10:00:00.000Z', reason: 'so' };
const stop: EnvironmentRule = { ...told, kind: 'stop-the-line', environment: 'staging' };
const freeze: Freeze = {
  ...told,
  kind: 'freeze',
  environment: 'staging',
  name: 'sale',
  dtstart: '2026-12-24T18:00',
  timeZone: 'Europe/Berlin',
  duration: 'P3D',
};
const waiting: WaitingDeployment = {
  id: aDeployment().id,
  to: { version: '1.1.0', digest: aDigest(2) },
  repository: 'web',
  strategy: 'auto',
  first: false,
  by: 'bob',
  reason: 'so',
  askedAt: told.since,
  at: '2026-11-20T12:00:00.000Z',
  expectedAt: '2026-11-20T12:00:00.000Z',
  until: '2026-11-20T12:05:00.000Z',
};

/** What keeps a deployment from happening, and what waits, wherever it is stored. */
export function orderContract(name: string, make: () => Promise<Pick<Ports, 'services' | 'rules'>>): void {
  describe(`order ${name}`, () => {
    test('a hold without a denied digest denies nothing, and what was denied stays denied', async () => {
      const { services } = await make();
      await services.put(aService());
      const hold = { since: told.since, because: 'so', by: 'ann' };
      await services.hold(SERVICE, hold);
      expect(await services.get(SERVICE)).toEqual({ settings: aService(), hold, denied: [], waiting: [] });
      const entry = { since: told.since, because: 'bad', deployment: aDeployment().id };
      await services.hold(SERVICE, entry, { ...entry, digest: aDigest(9) });
      await services.hold(SERVICE, hold);
      expect(await services.get(SERVICE)).toMatchObject({ hold, denied: [{ digest: aDigest(9) }] });
    });

    test('what should have started before a time is found, the longest overdue first, until it has ended', async () => {
      const { services } = await make();
      const other = { ...waiting, id: aDeployment({ id: 'api-1-2-20261120T100000Z-bbbb' }).id };
      for (const key of [SERVICE, OTHER_SERVICE]) await services.put(aService({ key }));
      expect(await services.overdueWaiting('2036-01-01T00:00:00.000Z', 10)).toEqual([]);
      await services.keepWaiting(SERVICE, waiting);
      await services.keepWaiting(SERVICE, { ...waiting, id: aDeployment({ id: 'web-1-2-20261120T100000Z-cccc' }).id });
      await services.keepWaiting(OTHER_SERVICE, { ...other, expectedAt: '2026-11-20T11:00:00.000Z' });
      expect(await services.overdueWaiting('2026-11-20T11:00:00.000Z', 10)).toEqual([]);
      expect(await services.overdueWaiting('2026-11-20T11:00:00.001Z', 10)).toEqual([OTHER_SERVICE]);
      expect(await services.overdueWaiting('2026-11-20T12:01:00.000Z', 10)).toEqual([OTHER_SERVICE, SERVICE]);
      expect(await services.overdueWaiting('2026-11-20T12:01:00.000Z', 1)).toEqual([OTHER_SERVICE]);
      await services.keepWaiting(OTHER_SERVICE, { ...other, expectedAt: '2026-11-20T13:00:00.000Z' });
      expect(await services.overdueWaiting('2026-11-20T12:01:00.000Z', 10)).toEqual([SERVICE]);
      const ended = { at: '2026-11-20T14:00:00.000Z', outcome: 'started', because: 'so' } as const;
      await services.keepWaiting(OTHER_SERVICE, { ...other, ended });
      expect(await services.overdueWaiting('2036-01-01T00:00:00.000Z', 10)).toEqual([SERVICE]);
    });

    test('a lock is taken once, renewed by its owner, taken over when it has ended, and taken away', async () => {
      const { services } = await make();
      await services.put(aService());
      const lock = { owner: 'bob', reason: 'so', since: '2026-11-20T10:00:00.000Z', until: '2026-11-20T11:00:00.000Z' };
      expect(await services.lock(SERVICE, lock)).toBe(true);
      expect(await services.lock(SERVICE, { ...lock, owner: 'ann', since: '2026-11-20T10:59:59.999Z' })).toBe(false);
      expect(await services.lock(SERVICE, { ...lock, reason: 'still' })).toBe(true);
      expect(await services.get(SERVICE)).toMatchObject({ lock: { owner: 'bob', reason: 'still' } });
      const { until: _, ...endless } = lock;
      expect(await services.lock(SERVICE, { ...endless, owner: 'ann', since: lock.until })).toBe(true);
      expect(await services.lock(SERVICE, { ...lock, since: '2036-01-01T00:00:00.000Z' })).toBe(false);
      await services.unlock(SERVICE);
      await services.unlock(SERVICE);
      expect(await services.get(SERVICE)).not.toHaveProperty('lock');
    });

    test('of ten who lock at once one does', async () => {
      const { services } = await make();
      await services.put(aService());
      const tries = Array.from({ length: 10 }, (_, n) => ({ owner: `person-${n}`, reason: 'so', since: told.since }));
      const took = await Promise.all(tries.map((lock) => services.lock(SERVICE, lock)));
      expect(took.filter((one) => one)).toHaveLength(1);
      expect((await services.get(SERVICE))?.lock).toEqual(tries[took.indexOf(true)]);
    });

    test('maintenance begins and ends, and settings that are put meanwhile end nothing', async () => {
      const { services } = await make();
      await services.put(aService());
      await services.maintain(SERVICE, told);
      await services.put(aService({ bake: 1 }));
      expect(await services.get(SERVICE)).toMatchObject({ maintenance: told, settings: { bake: 1 } });
      await services.maintain(SERVICE, undefined);
      expect(await services.get(SERVICE)).not.toHaveProperty('maintenance');
    });

    test('what waits is kept under its id, and its end in its place', async () => {
      const { services } = await make();
      await services.put(aService());
      await services.keepWaiting(SERVICE, waiting);
      const other = { ...waiting, id: aDeployment({ id: 'web-waiting-2' }).id };
      await services.keepWaiting(SERVICE, other);
      const ended = { at: told.since, outcome: 'started' as const, because: 'so' };
      await services.keepWaiting(SERVICE, { ...waiting, ended });
      const kept = (await services.get(SERVICE))?.waiting ?? [];
      expect([...kept].sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([{ ...waiting, ended }, other]);
    });

    test('the id of what waits leads to its service, until the service is forgotten', async () => {
      const { services } = await make();
      await services.put(aService());
      await services.keepWaiting(SERVICE, waiting);
      expect(await services.concernedBy('waiting', waiting.id)).toEqual([SERVICE]);
      expect(await services.concernedBy('waiting', 'web-waiting-2')).toEqual([]);
      await services.remove(SERVICE);
      expect(await services.concernedBy('waiting', waiting.id)).toEqual([]);
    });

    test('rules of all environments come together; one takes the place of the same kind, environment and name', async () => {
      const { rules } = await make();
      expect(await rules.all()).toEqual([]);
      const window: EnvironmentRule = { ...freeze, kind: 'window' };
      const all: readonly EnvironmentRule[] = [
        freeze,
        window,
        stop,
        { ...freeze, environment: '*' },
        { ...freeze, name: 'other' },
      ];
      for (const rule of all) await rules.put(rule);
      await rules.put({ ...freeze, duration: 'P1D' });
      expect(await rules.all()).toHaveLength(all.length);
      for (const rule of all.slice(1)) await rules.remove(rule);
      await rules.remove(stop);
      expect(await rules.all()).toEqual([{ ...freeze, duration: 'P1D' }]);
    });
  });
}
