import * as ecsModule from '@aws-sdk/client-ecs';
import { awsEcs } from '../../functions/aws/ecs.ts';
import { FakeTasks } from '../fakes/fake-tasks.ts';
import { AnEcs, MINUTE, ROLLING } from '../local/ecs/an-ecs.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { besideTasksContract } from './beside-tasks.ts';

besideTasksContract('that are played', async () => {
  const ecs = new FakeTasks();
  ecs.refused.set('nothing', 'there is no container nothing');
  return {
    ecs,
    cluster: 'example',
    taskDefinition: 'web:1',
    async settle() {
      for (const { task, command, end } of ecs.all)
        if (end === undefined && command[0] === 'exit') ecs.end(task, Number(command[1]));
    },
  };
});

besideTasksContract('on the local Amazon ECS', async () => {
  const world = new AnEcs();
  await world.service(ROLLING);
  const taskDefinition = await world.version('2');
  const wire = await aWire({ services: [{ module: ecsModule, service: world.ecs.service }] });
  return {
    ecs: awsEcs(new ecsModule.ECSClient(clientOf(wire))),
    cluster: 'shop',
    taskDefinition,
    async settle() {
      // Images are pulled first.
      await world.clock.advance(MINUTE);
      for (const process of world.processes.running) {
        const [verb, code] = process.start.command ?? [];
        if (verb === 'exit') process.end({ exitCode: Number(code) });
      }
      await world.clock.advance(MINUTE);
    },
  };
});
