import { describe, expect, test } from 'vitest';
import type { MadeAlarm } from '../../core/domain/made-alarm.ts';
import type { Alarms } from '../../core/ports.ts';
import { SERVICE } from '../builders.ts';

const ALARM: MadeAlarm = {
  name: 'belay-staging-web-5xx',
  service: SERVICE,
  groups: [],
  threshold: 5,
  minimumRequests: 20,
};

/** Alarms of which one, `errors`, is the owner's and knows nothing yet. */
export interface AlarmsBench {
  readonly alarms: Alarms;
  /** Those that an alarm of ours shall watch. */
  readonly groups: MadeAlarm['groups'];
  /** The rule before the first of them. */
  readonly rule: string;
  /** The alarm `errors` goes off. */
  goOff(): Promise<void>;
  /** The first group answers so many requests now. */
  answer(requests: number): Promise<void>;
  now(): string;
  pass(minutes: number): Promise<void>;
}

/** What has to be true of alarms, the owner's and those that Belay makes, and of the requests that it counts. */
export function alarmsContract(name: string, make: () => Promise<AlarmsBench>): void {
  describe(`alarms ${name}`, () => {
    test('those that were asked for are told, and one that is not there is left out', async () => {
      const { alarms, groups } = await make();
      await alarms.make({ ...ALARM, groups });
      expect((await alarms.read(['errors', 'nobody'])).map((alarm) => alarm.name)).toEqual(['errors']);
      expect(await alarms.read(['nobody'])).toEqual([]);
      expect(await alarms.read([])).toEqual([]);
    });

    test('one that goes off says since when and why', async () => {
      const { alarms, goOff, now, pass } = await make();
      await pass(3);
      expect(await alarms.read(['errors'])).toMatchObject([
        { state: expect.stringMatching(/^(OK|INSUFFICIENT_DATA)$/) },
      ]);
      const before = now();
      await goOff();
      const [reading] = await alarms.read(['errors']);
      expect(reading).toMatchObject({ name: 'errors', state: 'ALARM', reason: expect.stringMatching(/./) });
      expect(String(reading?.since) >= before).toBe(true);
    });

    test('requests are counted since a time, in the group that was asked for', async () => {
      const { alarms, groups, rule, answer, now, pass } = await make();
      const [first, second] = groups.map(({ targetGroup }) => ({ targetGroup, through: rule }));
      if (first === undefined || second === undefined) throw new Error('two groups are needed');
      const since = now();
      expect(await alarms.requests(first, since)).toBe(0);
      await answer(7);
      await pass(1);
      await answer(5);
      expect(await alarms.requests(first, since)).toBe(12);
      expect(await alarms.requests(second, since)).toBe(0);
      const balancer = groups[0]?.balancer ?? '';
      expect(await alarms.requests({ ...first, through: balancer }, since)).toBe(12);
      await pass(10);
      expect(await alarms.requests(first, now())).toBe(0);
    });

    test('an alarm that is made is there, and knows nothing yet', async () => {
      const { alarms, groups } = await make();
      await alarms.make({ ...ALARM, groups });
      expect(await alarms.read([ALARM.name])).toMatchObject([{ name: ALARM.name, state: 'INSUFFICIENT_DATA' }]);
    });

    test('made again with another threshold it is one alarm still', async () => {
      const { alarms, groups } = await make();
      await alarms.make({ ...ALARM, groups });
      await alarms.make({ ...ALARM, groups, threshold: 10 });
      expect(await alarms.read([ALARM.name])).toHaveLength(1);
    });

    test('an alarm that is taken away is gone, and taking it away again is no fault', async () => {
      const { alarms, groups } = await make();
      await alarms.make({ ...ALARM, groups });
      await alarms.remove(ALARM.name);
      expect(await alarms.read([ALARM.name])).toEqual([]);
      await alarms.remove(ALARM.name);
    });
  });
}
