import { CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Schedules } from '../../core/ports.ts';

/** One-time schedules of EventBridge Scheduler, which delete themselves when they have fired. */
export function eventBridgeSchedules(
  client: SchedulerClient,
  target: { readonly group: string; readonly role: string; readonly onDue: string },
): Schedules {
  return {
    async wakeAt(name, at, due) {
      // Schedules have whole seconds: rounded up, so that what is due is due when the call comes.
      const time = new Date(Math.ceil(Date.parse(at) / 1000) * 1000).toISOString().slice(0, 19);
      try {
        await client.send(
          new CreateScheduleCommand({
            Name: name.slice(-64),
            GroupName: target.group,
            ScheduleExpression: `at(${time})`,
            FlexibleTimeWindow: { Mode: 'OFF' },
            ActionAfterCompletion: 'DELETE',
            Target: { Arn: target.onDue, RoleArn: target.role, Input: JSON.stringify(due) },
          }),
        );
        return 'made';
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'ConflictException') throw error;
        return 'already';
      }
    },
  };
}
