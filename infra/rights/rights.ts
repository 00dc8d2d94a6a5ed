import type { Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Schedules } from '../schedules.ts';
import type { Settings } from '../settings.ts';
import type { Tables } from '../tables.ts';
import { rightsOnAlarms } from './alarms.ts';
import { rightsOnCheckTasks } from './check-tasks.ts';
import { rightsToKnow } from './decisions.ts';
import { rightsOnMachines } from './machines.ts';
import { rightsToRead } from './readings.ts';
import { rightsOnRehearsals } from './rehearsals.ts';
import type { Right } from './right.ts';
import { rightsOnServices } from './services.ts';
import { rightsOnTables } from './tables.ts';
import { rightsOnTaskDefinitions } from './task-definitions.ts';

export type Rights = ReturnType<typeof makeRights>;

/** Every right that there is to give, by name. permissions.ts says who gets which. */
export function makeRights(
  stack: Stack,
  settings: Settings,
  parts: {
    tables: Tables;
    bus: EventBus;
    schedules: Schedules;
    slack: { tellSlack: Right };
    stream: { readStream: Right };
  },
) {
  const { tables, bus, schedules, slack, stream } = parts;
  return {
    ...rightsOnTables(tables),
    ...rightsOnServices(stack, settings),
    ...rightsOnTaskDefinitions(stack, settings.taskRoles),
    ...rightsOnCheckTasks(stack, settings),
    ...rightsOnRehearsals(stack, settings),
    ...rightsToRead(stack, settings),
    ...rightsOnAlarms(stack),
    ...rightsToKnow(stack, settings),
    ...rightsOnMachines(stack),
    ...schedules,
    ...slack,
    ...stream,
    tellBus: {
      statements: [{ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }],
      variables: { EVENT_BUS_NAME: bus.eventBusName },
    },
  };
}
