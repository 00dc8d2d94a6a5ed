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

/** What has to be true of alarms that Belay makes. `groups`: those that the alarm shall watch. */
export function madeAlarmsContract(
  name: string,
  make: () => Promise<{ readonly alarms: Alarms; readonly groups: MadeAlarm['groups'] }>,
): void {
  describe(`made alarms ${name}`, () => {
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
