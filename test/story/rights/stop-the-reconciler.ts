import type { ListSchedulesOutput } from '@aws-sdk/client-scheduler';
import { asOwner } from '../as-owner.ts';
import type { StartedWorld } from '../world-fixture.ts';

/** From now on the reconciler looks only when it is told to: by itself it would put back what a test leaves out. */
export async function stopTheReconciler({ world }: StartedWorld): Promise<void> {
  const { Schedules = [] } = await asOwner<ListSchedulesOutput>(world, 'scheduler', 'ListSchedules', {});
  const its = Schedules.find(({ Target }) => Target?.Arn?.includes('belay-reconcile'));
  if (its === undefined) throw new Error('the reconciler has no schedule');
  await asOwner(world, 'scheduler', 'DeleteSchedule', { Name: its.Name, GroupName: its.GroupName });
}
