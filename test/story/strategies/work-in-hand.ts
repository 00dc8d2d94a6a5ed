import type { ListTasksResponse } from '@aws-sdk/client-ecs';
import { until } from '../../../local/story/api.ts';
import { asOwner } from '../as-owner.ts';
import type { Lane } from './lane.ts';

/** A task with work in hand: it has told ECS to leave it alone. */
export interface WorkInHand {
  /** Waits until it is the only task of its kind that is left. */
  alone(tasks: number): Promise<void>;
  done(): Promise<void>;
}

/** Gives one of the running tasks of a service work, as the task itself would tell ECS. */
export async function giveWork({ world: { world }, name }: Lane): Promise<WorkInHand> {
  const running = async (): Promise<readonly string[]> => {
    const of = { cluster: 'example', serviceName: name, desiredStatus: 'RUNNING' };
    return (await asOwner<ListTasksResponse>(world, 'ecs', 'ListTasks', of)).taskArns ?? [];
  };
  const before = await running();
  const tasks = before.slice(0, 1);
  const protect = (protectionEnabled: boolean): Promise<unknown> =>
    asOwner(world, 'ecs', 'UpdateTaskProtection', {
      cluster: 'example',
      tasks,
      protectionEnabled,
      ...(protectionEnabled && { expiresInMinutes: 2880 }),
    });
  await protect(true);
  return {
    async alone(tasks) {
      await until('the other old tasks to end', 60, async () => {
        const now = await running();
        const old = now.filter((arn) => before.includes(arn));
        return (old.length === 1 && now.length === tasks + 1) || undefined;
      });
    },
    async done() {
      await protect(false);
    },
  };
}
