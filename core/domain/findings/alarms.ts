import { type Finding, findingsOf } from '../finding.ts';
import { withOwnersAlarms } from '../owner-configuration.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Are the alarms there, with a reading, and quiet? ECS ignores all alarms of a deployment when one is in ALARM at its start. */
export function checkAlarms({ settings, ecs, alarms }: Reading): readonly Finding[] {
  const find = findingsOf('alarms');
  const service = seenOf(ecs);
  const names =
    service === undefined ? settings.alarms : withOwnersAlarms(settings.alarms, service.deploymentConfiguration);
  if (names.length === 0)
    return [
      find.warning(
        settings.key,
        'no alarm watches it, so that only checks and dead tasks take a version back',
        `belay services put ${settings.key} --file service.json  # with "alarms"`,
      ),
    ];
  const describe = `aws cloudwatch describe-alarms --alarm-names ${names.join(' ')}`;
  if ('unseen' in alarms) return [find.unknown(names.join(', '), `CloudWatch did not say: ${alarms.unseen}`, describe)];
  return names.map((name) => {
    const reading = alarms.seen.find((one) => one.name === name);
    if (reading === undefined)
      return find.refused('BadRequest', name, 'there is no such alarm', `Make it, or take it out of ${settings.key}.`);
    if (reading.state === 'ALARM')
      return find.refused(
        'AlarmAlreadyFiring',
        name,
        `it is in ALARM since ${reading.since} (${reading.reason}), and ECS would ignore every alarm of the deployment`,
        describe,
      );
    if (reading.state === 'OK') return find.ok(name, 'OK');
    return find.warning(name, 'it has no data, and a bake ends well only with a reading', describe);
  });
}
