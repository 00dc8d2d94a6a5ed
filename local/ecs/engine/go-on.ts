import { putServiceAction } from '../events.ts';
import { tasksOf } from '../look-up.ts';
import { note } from '../service-log.ts';
import type { ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { fleetOf, healthyIn } from './fleet.ts';
import { forget } from './forget.ts';
import { keepTasks } from './keep-tasks.ts';

const MANY = 1000;

/** Takes a service as far as it can go now: the deployment through its steps, the tasks to what the plan says. */
export function goOn(world: World, service: ServiceRecord): void {
  for (let moves = 0; advance(world, service) || keepTasks(world, service); moves += 1) {
    if (moves > MANY)
      throw new Error(`${service.arn} does not come to rest; this is a defect of the local Amazon ECS.`);
  }
  settle(world, service);
  forget(world, service);
}

function settle(world: World, service: ServiceRecord): void {
  if (service.status === 'DRAINING' && tasksOf(world, service).every((task) => task.lastStatus === 'STOPPED')) {
    service.status = 'INACTIVE';
  }
  const fleet = fleetOf(world, service);
  const steady =
    service.deployment === undefined &&
    fleet.size === service.desiredCount &&
    healthyIn(fleet.of(service.leading)) === service.desiredCount;
  if (steady && !service.steady && service.status === 'ACTIVE') {
    note(world, service, 'has reached a steady state.');
    putServiceAction(world, service, 'INFO', 'SERVICE_STEADY_STATE');
  }
  service.steady = steady;
}
