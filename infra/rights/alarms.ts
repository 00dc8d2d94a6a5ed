import type { Stack } from 'aws-cdk-lib';
import { arnIn } from '../addresses.ts';
import type { Right } from './right.ts';

/** Rights on alarms. What Belay makes begins with `belay-`; the alarms of others it only reads. */
export function rightsOnAlarms(stack: Stack) {
  return {
    makeAlarms: {
      statements: [
        {
          actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:TagResource', 'cloudwatch:DeleteAlarms'],
          resources: [arnIn(stack, 'cloudwatch', 'alarm:belay-*')],
          because: 'an alarm that Belay makes has the name of its service',
        },
      ],
    },
  } satisfies Record<string, Right>;
}
