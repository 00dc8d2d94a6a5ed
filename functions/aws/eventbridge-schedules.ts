import { CreateScheduleCommand, type SchedulerClient } from '@aws-sdk/client-scheduler';
import type { Schedules } from '../../core/ports/schedules.ts';

// Whoever loads this adapter makes its client.
export { SchedulerClient } from '@aws-sdk/client-scheduler';

/** One-time schedules of EventBridge Scheduler, which delete themselves when they have fired. */
export function eventBridgeSchedules(
  client: SchedulerClient,
  target: { readonly group: string; readonly role: string; readonly onDue: string; readonly onRehearsal: string },
): Schedules {
  async function once(name: string, at: string, call: string, input: object): Promise<'made' | 'already'> {
    // Schedules have whole seconds: rounded up, so that what is due is due when the call comes.
    const due = new Date(Math.ceil(Date.parse(at) / 1000) * 1000).toISOString().slice(0, 19);
    try {
      await client.send(
        new CreateScheduleCommand({
          Name: name.slice(-64),
          GroupName: target.group,
          ScheduleExpression: `at(${due})`,
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'DELETE',
          Target: { Arn: call, RoleArn: target.role, Input: JSON.stringify(input) },
        }),
      );
      return 'made';
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConflictException') throw error;
      return 'already';
    }
  }
  return {
    wakeAt: (name, at, due) => once(name, at, target.onDue, due),
    async startAt(name, at, start) {
      await once(name, at, target.onDue, { start });
    },
    async announceAt(name, at, soon) {
      await once(name, at, target.onDue, { soon });
    },
    async lookForLate(name, at, late) {
      await once(name, at, target.onDue, { late });
    },
    async lookAtRehearsal(at, point) {
      await once(`${point}-${Date.parse(at)}`, at, target.onRehearsal, { point });
    },
  };
}
