import { describe, expect, test } from 'vitest';
import type { Notice } from '../../core/domain/log-line.ts';
import { parseServiceKey, type ServiceKey } from '../../core/domain/names.ts';
import type { PlannedDeployment } from '../../core/domain/planned-deployment.ts';
import type { Ports } from '../../core/ports.ts';
import { aDeployment, aDigest, aPlan, aService, aVersion, OTHER_SERVICE, SERVICE } from '../builders.ts';
import { deploymentsContract } from './deployments.ts';
import { fencesContract } from './fences.ts';

/** All that Belay remembers. */
export type Stores = Pick<
  Ports,
  | 'versions'
  | 'services'
  | 'rules'
  | 'deployments'
  | 'waits'
  | 'checkRuns'
  | 'rollbackPoints'
  | 'plans'
  | 'notices'
  | 'answers'
> & {
  /** What was told of a service, in the order of the keys. */
  told(service: ServiceKey): Promise<readonly Notice[]>;
};

/** What every set of stores has to do, whether it lies in memory or in DynamoDB. */
export function storesContract(name: string, make: () => Promise<Stores>): void {
  deploymentsContract(name, make);
  fencesContract(name, make);
  describe(`stores ${name}`, () => {
    test('a version is recorded once, and the second try is given what is stored', async () => {
      const { versions } = await make();
      const version = aVersion({ tags: ['1.0.0'] });
      expect(await versions.record(version)).toEqual({ recorded: true, stored: version });
      expect(await versions.record({ ...version, size: 1 })).toEqual({ recorded: false, stored: version });
      expect(await versions.get(version.repository, version.digest)).toEqual(version);
    });

    test('amending adds a tag and takes a decision in place of the older one', async () => {
      const { versions } = await make();
      const decision = {
        service: SERVICE,
        tag: '1.0.0',
        outcome: 'deploying' as const,
        because: 'a',
        at: '2026-11-20T10:00:00.000Z',
      };
      const version = aVersion({ tags: ['1.0.0'], decisions: [decision] });
      await versions.record(version);
      await versions.amend(version.repository, version.digest, {
        tag: 'stable',
        decisions: [{ ...decision, outcome: 'deployed' }],
      });
      const amended = await versions.get(version.repository, version.digest);
      expect([...(amended?.tags ?? [])].sort()).toEqual(['1.0.0', 'stable']);
      expect(amended?.decisions).toEqual([{ ...decision, outcome: 'deployed' }]);
    });

    test('a version that was never recorded is not amended, and not made by it either', async () => {
      const { versions } = await make();
      const { repository, digest } = aVersion();
      await expect(versions.amend(repository, digest, { tag: 'stable', decisions: [] })).rejects.toThrow();
      expect(await versions.get(repository, digest)).toBeUndefined();
    });

    test('the newest versions come first, a page at a time', async () => {
      const { versions } = await make();
      for (const minute of [1, 3, 2])
        await versions.record(aVersion({ digest: aDigest(minute), pushedAt: `2026-11-20T10:0${minute}:00.000Z` }));
      const first = await versions.newest('web', 2);
      const second = await versions.newest('web', 2, first.next);
      expect([...first.items, ...second.items].map(({ digest }) => digest)).toEqual([
        aDigest(3),
        aDigest(2),
        aDigest(1),
      ]);
      expect(second.next).toBeUndefined();
      expect((await versions.list('web', 2, first.next)).items).toMatchObject([{ digest: aDigest(1) }]);
      await expect(versions.newest('web', 2, 'nonsense')).rejects.toMatchObject({ code: 'BadRequest' });
    });

    test('a line of the history says what became of a version, and goes with what is amended', async () => {
      const { versions } = await make();
      const decision = { service: SERVICE, tag: '1.0.0', outcome: 'deploying', because: 'in range', at: '' } as const;
      const { repository, digest } = aVersion();
      const labels = { commit: '4b825dc642cb6eb9a060e54bf8d69288fbee4904', components: {} };
      await versions.record(aVersion({ labels, decisions: [decision] }));
      await versions.amend(repository, digest, { decisions: [{ ...decision, outcome: 'deployed' }] });
      const waiting = { ...decision, tag: 'stable', outcome: 'waiting' } as const;
      await versions.amend(repository, digest, { tag: 'stable', decisions: [waiting] });

      const { items } = await versions.list('web', 20);
      expect(items.map((line) => ({ ...line, tags: [...line.tags].sort() }))).toEqual([
        {
          repository,
          digest,
          pushedAt: aVersion().pushedAt,
          tags: ['1.0.0', 'stable'],
          commit: labels.commit,
          decisions: expect.arrayContaining([
            { service: SERVICE, tag: '1.0.0', outcome: 'deployed' },
            { service: SERVICE, tag: 'stable', outcome: 'waiting' },
          ]),
        },
      ]);
      expect((await versions.newest('web', 20)).items).toMatchObject([{ labels, size: 1234 }]);
    });

    test('a repository that nobody knows has no versions', async () => {
      const { versions } = await make();
      expect(await versions.list('nothing', 20)).toEqual({ items: [] });
      expect(await versions.newest('nothing', 20)).toEqual({ items: [] });
    });

    test('a service is found by its repository, its alarms and its ECS name, and no longer by what was taken out', async () => {
      const { services } = await make();
      await services.put(aService({ alarms: ['old', 'web-5xx'] }));
      await services.put(aService({ alarms: ['web-5xx'] }));
      expect(await services.concernedBy('repository', 'web')).toEqual([SERVICE]);
      expect(await services.guardedBy('web-5xx')).toEqual([{ service: SERVICE, by: 'settings' }]);
      expect(await services.guardedBy('old')).toEqual([]);
      expect(await services.concernedBy('ecs-service', 'example/web')).toEqual([SERVICE]);
      expect((await services.list()).items.map(({ key }) => key)).toEqual([SERVICE]);
    });

    test('an alarm that a request named leads to its service as well, and where the settings name it too, they count', async () => {
      const { services } = await make();
      await services.put(aService({ alarms: ['web-5xx'] }));
      await services.nameAlarms(SERVICE, ['orders-lost', 'orders-lost', 'web-5xx'], '2126-11-20T10:00:00.000Z');
      await services.nameAlarms(SERVICE, ['orders-lost'], '2126-11-21T10:00:00.000Z');
      expect(await services.guardedBy('orders-lost')).toEqual([{ service: SERVICE, by: 'request' }]);
      expect(await services.guardedBy('web-5xx')).toEqual([{ service: SERVICE, by: 'settings' }]);
      await services.put(aService({ alarms: ['orders-lost'] }));
      expect(await services.guardedBy('orders-lost')).toEqual([{ service: SERVICE, by: 'settings' }]);
    });

    test('what holds services is told of many at once, in the order in which they are named', async () => {
      const { services } = await make();
      await services.put(aService());
      const hold = { since: '2026-11-20T10:00:00.000Z', because: 'went back' };
      await services.hold(SERVICE, hold);
      expect(await services.holds([OTHER_SERVICE, SERVICE])).toEqual([undefined, hold]);
      expect(await services.holds([])).toEqual([]);
      const many = Array.from({ length: 101 }, (_, number) => parseServiceKey(`staging/s${number}`));
      expect(await services.holds([...many, SERVICE])).toEqual([...many.map(() => undefined), hold]);
    });

    test('the heads of many services come at once, each as it would come alone', async () => {
      const { deployments } = await make();
      await deployments.noteServing(SERVICE, { version: '1.0.0', digest: aDigest(1) });
      const heads = await deployments.heads([OTHER_SERVICE, SERVICE]);
      expect(heads).toEqual([{ service: OTHER_SERVICE }, await deployments.head(SERVICE)]);
    });

    test('a hold and a denied digest come together and are lifted', async () => {
      const { services } = await make();
      await services.put(aService());
      const entry = { since: '2026-11-20T10:00:00.000Z', because: 'bad', deployment: aDeployment().id };
      await services.hold(SERVICE, entry, { ...entry, digest: aDigest(9) });
      expect(await services.get(SERVICE)).toMatchObject({ hold: entry, denied: [{ digest: aDigest(9) }] });
      expect(await services.lift(SERVICE, { hold: { ...entry, since: '2026-11-20T09:00:00.000Z' } })).toBe(false);
      expect((await services.get(SERVICE))?.hold).toEqual(entry);
      expect(await services.lift(SERVICE, { hold: entry })).toBe(true);
      expect(await services.lift(SERVICE, { hold: entry })).toBe(true);
      expect(await services.get(SERVICE)).toEqual({
        settings: aService(),
        denied: [{ ...entry, digest: aDigest(9) }],
        waiting: [],
      });
      await services.lift(SERVICE, { digest: aDigest(9) });
      expect((await services.get(SERVICE))?.denied).toEqual([]);
    });

    test('a digest is denied without a hold', async () => {
      const { services } = await make();
      await services.put(aService());
      const denied = {
        since: '2026-11-20T10:00:00.000Z',
        because: 'bad',
        deployment: aDeployment().id,
        digest: aDigest(9),
      };
      await services.deny(SERVICE, denied);
      expect(await services.get(SERVICE)).toMatchObject({ settings: aService(), denied: [denied] });
    });

    test('a plan is kept as it was made, and one that was never made is none', async () => {
      const { plans } = await make();
      const planned: PlannedDeployment = {
        id: 'plan-20261120T100000Z-aaaa',
        service: SERVICE,
        to: aDeployment().to,
        from: null,
        repository: 'web',
        strategy: 'auto',
        options: { percent: 12.5, checks: false },
        first: true,
        forced: null,
        by: 'ann',
        createdAt: '2026-11-20T10:00:00.000Z',
        expiresAt: '2026-11-20T11:00:00.000Z',
        plan: aPlan(),
        refusals: [],
        findings: [],
        changes: ['image'],
        steps: [{ name: 'bake', seconds: 300, atMost: 600 }],
      };
      expect(await plans.get(planned.id)).toBeUndefined();
      await plans.put(planned);
      expect(await plans.get(planned.id)).toEqual(planned);
    });

    test('an idempotency key keeps its answer and refuses another request', async () => {
      const { answers } = await make();
      expect(await answers.claim('key', 'request')).toEqual({});
      expect(await answers.claim('key', 'request')).toEqual({});
      await answers.keep('key', 'answer');
      expect(await answers.claim('key', 'request')).toEqual({ answered: 'answer' });
      await expect(answers.claim('key', 'other')).rejects.toMatchObject({ code: 'IdempotencyKeyReused' });
    });
  });
}
