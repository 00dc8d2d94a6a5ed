import { type ZodType, z } from 'zod';
import { type Properties, type Provisioner, physicalName, type ResourceContext } from '../template/provisioner.ts';
import type { AlarmBook } from './alarm-book.ts';
import { alarmArn } from './alarm-record.ts';
import type { AlarmWatch } from './alarm-watch.ts';
import { alarmProperties, compositeAlarmProperties, dashboardProperties } from './parse-alarm.ts';
import { putCompositeAlarm, putMetricAlarm } from './put-alarm.ts';

/** The resources of CloudWatch in a template. */
export function cloudWatchProvisioners(book: AlarmBook, watch: AlarmWatch) {
  return {
    'AWS::CloudWatch::Alarm': {
      provision(properties, context) {
        const parsed = parse(alarmProperties, properties, context);
        const AlarmName = parsed.AlarmName ?? physicalName(context);
        putMetricAlarm({ ...parsed, AlarmName }, 'template', book, watch);
        return { ref: AlarmName, attributes: { Arn: alarmArn(AlarmName) } };
      },
    },
    'AWS::CloudWatch::CompositeAlarm': {
      provision(properties, context) {
        const parsed = parse(compositeAlarmProperties, properties, context);
        const AlarmName = parsed.AlarmName ?? physicalName(context);
        putCompositeAlarm({ ...parsed, AlarmName }, 'template', book, watch);
        return { ref: AlarmName, attributes: { Arn: alarmArn(AlarmName) } };
      },
    },
    // There is no console here to show a dashboard in: it is checked, and known by its name.
    'AWS::CloudWatch::Dashboard': {
      provision(properties, context) {
        const { DashboardName } = parse(dashboardProperties, properties, context);
        return { ref: DashboardName ?? physicalName(context), attributes: {} };
      },
    },
  } satisfies Record<string, Provisioner>;
}

function parse<Parsed>(schema: ZodType<Parsed>, properties: Properties, { logicalId }: ResourceContext): Parsed {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(`${logicalId} is not valid here:\n${z.prettifyError(result.error)}`);
}
