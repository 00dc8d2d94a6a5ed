import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../core/domain/deployment.ts';
import { aDeployment, aDigest, aLive, aPoint, aService, SERVICE } from '../builders.ts';
import type { Stores } from './stores.ts';

const AT = '2026-11-20T10:00:00.000Z';
const lineOf = ({ id, service }: Deployment) => ({
  deployment: id,
  service,
  event: 'version:update:start' as const,
  at: AT,
  text: 'begins',
  data: {},
});

/** What is read to decide something is read as it is now, even where a table may answer with what was so a moment ago. */
export function freshReadsContract(name: string, make: () => Promise<Stores>): void {
  describe(`what decides something, read ${name}`, () => {
    test('the lock and the record of a deployment are seen as soon as they are written', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE });
      expect(await deployments.heads([SERVICE])).toEqual([{ service: SERVICE }]);
      expect(await deployments.get(deployment.id)).toBeUndefined();
      await deployments.begin(deployment, aLive(deployment), lineOf(deployment));
      expect((await deployments.head(SERVICE)).live?.id).toBe(deployment.id);
      expect((await deployments.heads([SERVICE]))[0]?.live?.id).toBe(deployment.id);
      expect(await deployments.get(deployment.id)).toEqual(deployment);
      await deployments.amend(deployment.id, { found: '{}' });
      expect(await deployments.get(deployment.id)).toEqual({ ...deployment, found: '{}' });
    });

    test('every line has the number after the one before', async () => {
      const { deployments } = await make();
      const line = lineOf(aDeployment());
      expect([await deployments.log(line), await deployments.log(line), await deployments.log(line)]).toEqual([
        1, 2, 3,
      ]);
    });

    test('a token is found by whoever redeems it right after it was stored', async () => {
      const { waits } = await make();
      const { id } = aDeployment();
      expect(await waits.get(id)).toBeUndefined();
      const wait = { service: SERVICE, deployment: id, awaits: 'gate' as const, token: 'one', since: AT, dueAt: AT };
      await waits.store(wait);
      expect(await waits.get(id)).toEqual(wait);
    });

    test('the tasks of a check are known as soon as they are kept', async () => {
      const { checkRuns } = await make();
      const { id } = aDeployment();
      const run = {
        deployment: id,
        round: 'before-traffic',
        since: AT,
        seconds: 300,
        checks: [],
        tasks: [],
        ended: {},
      };
      expect(await checkRuns.get(id)).toBeUndefined();
      await checkRuns.begin(run);
      expect(await checkRuns.get(id)).toEqual(run);
    });

    test('settings, holds and stops count from the moment on in which somebody gave them', async () => {
      const { services, rules } = await make();
      expect(await services.get(SERVICE)).toBeUndefined();
      expect(await rules.all()).toEqual([]);
      expect(await services.holds([SERVICE])).toEqual([undefined]);
      await services.put(aService());
      const hold = { since: AT, because: 'bad', by: 'ann' };
      await services.hold(SERVICE, hold);
      const stop = { kind: 'stop-the-line', environment: 'staging', by: 'ann', since: AT, reason: 'so' } as const;
      await rules.put(stop);
      expect(await services.get(SERVICE)).toEqual({ settings: aService(), hold, denied: [], waiting: [] });
      expect(await services.holds([SERVICE])).toEqual([hold]);
      expect(await rules.all()).toEqual([stop]);
    });

    test('an alarm leads to its service from the moment on in which settings or a request name it', async () => {
      const { services } = await make();
      await services.put(aService({ alarms: [] }));
      for (const alarm of ['web-5xx', 'orders-lost']) expect(await services.guardedBy(alarm)).toEqual([]);
      await services.put(aService({ alarms: ['web-5xx'] }));
      await services.nameAlarms(SERVICE, ['orders-lost'], '2126-11-20T10:00:00.000Z');
      expect(await services.guardedBy('web-5xx')).toEqual([{ service: SERVICE, by: 'settings' }]);
      expect(await services.guardedBy('orders-lost')).toEqual([{ service: SERVICE, by: 'request' }]);
    });

    test('a rollback point can be gone back to as soon as it is captured', async () => {
      const { rollbackPoints } = await make();
      const point = aPoint({ digest: aDigest(7) });
      expect(await rollbackPoints.get(SERVICE, point.id)).toBeUndefined();
      expect(await rollbackPoints.newest(SERVICE, 10)).toEqual([]);
      await rollbackPoints.put(point);
      expect(await rollbackPoints.get(SERVICE, point.id)).toEqual(point);
      expect(await rollbackPoints.newest(SERVICE, 10)).toEqual([point]);
    });
  });
}
