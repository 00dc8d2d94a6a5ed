import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../core/domain/deployment.ts';
import { aDeployment, aDigest, aLive, aService, SERVICE } from '../builders.ts';
import type { Stores } from './stores.ts';

const lineOf = ({ id, service, startedAt: at }: Deployment) => ({
  deployment: id,
  service,
  event: 'version:update:start' as const,
  at,
  text: 'begins',
  data: {},
});

/** What the stores have to do for services that come and go, and for what others do to them. */
export function outsideContract(name: string, make: () => Promise<Stores>): void {
  describe(`stores ${name}`, () => {
    test('what serves is noted where nobody holds the lock, and ends the watch', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, aLive(deployment), lineOf(deployment));
      expect(await deployments.noteServing(SERVICE, deployment.to)).toBe(false);
      const ended = {
        ...deployment,
        status: 'ended' as const,
        verdict: 'SUCCEEDED' as const,
        because: '',
        endedAt: 'x',
      };
      const watch = { deployment: deployment.id, rollbackPoint: 'rp', until: 'y' };
      await deployments.end(ended, lineOf(deployment), { serving: deployment.to, watch });
      const serving = { version: '9', digest: aDigest(9), serviceDeployment: 'arn' };
      expect(await deployments.noteServing(SERVICE, serving)).toBe(true);
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE, serving });
    });

    test.each([
      { verdict: 'REFUSED', phase: undefined, stays: true },
      { verdict: 'CANCELLED', phase: undefined, stays: true },
      { verdict: 'STUCK', phase: undefined, stays: false },
      { verdict: 'CANCELLED', phase: 'scale-up', stays: false },
    ] as const)(
      'after $phase and $verdict, that the watch before it stays is $stays',
      async ({ verdict, phase, stays }) => {
        const { deployments } = await make();
        const [first, second] = [aDeployment(), aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb' })];
        const end = { status: 'ended', because: '', endedAt: 'x' } as const;
        const watch = { deployment: first.id, rollbackPoint: 'rp', until: 'y' };
        await deployments.begin(first, aLive(first), lineOf(first));
        await deployments.end({ ...first, ...end, verdict: 'SUCCEEDED' }, lineOf(first), { watch });
        await deployments.begin(second, aLive(second), lineOf(second));
        expect((await deployments.head(SERVICE)).watch).toEqual(watch);
        if (phase !== undefined) await deployments.advance(SERVICE, second.id, { phase, deadTasks: undefined });
        await deployments.end({ ...second, ...end, verdict }, lineOf(second), {});
        expect((await deployments.head(SERVICE)).watch).toEqual(stays ? watch : undefined);
      },
    );

    test('a stranger under way is noted and forgotten', async () => {
      const { deployments } = await make();
      const at = (minute: number): string => `2026-11-20T10:0${minute}:00.000Z`;
      await deployments.noteStranger(SERVICE, 'arn:b', at(3));
      await deployments.noteStranger(SERVICE, 'arn:a', at(1));
      await deployments.noteStranger(SERVICE, 'arn:a', at(2));
      expect(await deployments.overdueStrangers(at(2), 10)).toEqual([]);
      expect(await deployments.overdueStrangers(at(4), 10)).toEqual([
        { service: SERVICE, serviceDeployment: 'arn:a' },
        { service: SERVICE, serviceDeployment: 'arn:b' },
      ]);
      expect(await deployments.overdue(at(4), 10)).toEqual([]);
      await deployments.forgetStranger(SERVICE, 'arn:a');
      expect(await deployments.overdueStrangers(at(4), 10)).toEqual([{ service: SERVICE, serviceDeployment: 'arn:b' }]);
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE });
    });

    test('a deployment outside Belay is recorded without the lock, until it has ended', async () => {
      const { deployments } = await make();
      const outside = aDeployment({ by: 'outside Belay', status: 'planned' });
      const ended = { ...outside, status: 'ended' as const, verdict: 'SUCCEEDED' as const, because: '', endedAt: 'x' };
      expect(await deployments.record(outside, { ...lineOf(outside), seq: 1 })).toBe(true);
      expect(await deployments.record(ended, { ...lineOf(outside), seq: 3 })).toBe(true);
      expect(await deployments.record(outside, { ...lineOf(outside), seq: 1 })).toBe(false);
      expect((await deployments.newest(SERVICE, 10)).items).toEqual([ended]);
      expect((await deployments.lines(outside.id)).map(({ seq }) => seq)).toEqual([1, 3]);
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE });
    });

    test('a head is forgotten where nobody holds the lock, and the history stays', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      expect(await deployments.forget(SERVICE)).toBe(true);
      await deployments.begin(deployment, aLive(deployment), lineOf(deployment));
      expect(await deployments.forget(SERVICE)).toBe(false);
      const ended = { ...deployment, status: 'ended' as const, verdict: 'STUCK' as const, because: '', endedAt: 'x' };
      await deployments.end(ended, lineOf(deployment), { serving: deployment.to });
      expect(await deployments.forget(SERVICE)).toBe(true);
      expect(await deployments.head(SERVICE)).toEqual({ service: SERVICE });
      expect((await deployments.newest(SERVICE, 10)).items).toHaveLength(1);
    });

    test('last words are kept beside the log, the newer in place of the older', async () => {
      const { deployments } = await make();
      const { id } = aDeployment();
      expect(await deployments.lastWords(id)).toEqual([]);
      const words = { task: 't', container: 'web', why: 'exit code 1', lines: ['one', 'two'] };
      await deployments.keepLastWords(id, [{ ...words, task: 'older' }]);
      await deployments.keepLastWords(id, [words]);
      expect(await deployments.lastWords(id)).toEqual([words]);
      expect(await deployments.lines(id)).toEqual([]);
    });

    test('a service that is removed leaves nothing behind, however much was denied', async () => {
      const { services } = await make();
      await services.put(aService());
      for (let number = 0; number < 120; number++) {
        const entry = { since: '', because: 'bad', deployment: aDeployment().id };
        await services.hold(SERVICE, entry, { ...entry, digest: aDigest(number) });
      }
      await services.remove(SERVICE);
      await services.remove(SERVICE);
      expect(await services.get(SERVICE)).toBeUndefined();
      expect((await services.list()).items).toEqual([]);
      expect(await services.guardedBy('web-5xx')).toEqual([]);
      await services.put(aService());
      expect(await services.get(SERVICE)).toMatchObject({ settings: aService(), denied: [] });
    });
  });
}
