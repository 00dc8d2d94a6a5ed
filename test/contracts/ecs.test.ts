import * as ecsModule from '@aws-sdk/client-ecs';
import { awsEcs } from '../../functions/aws/ecs.ts';
import { aDigest } from '../builders.ts';
import { fakeWorld } from '../fakes/fake-world.ts';
import { AnEcs, MINUTE, shifting } from '../local/ecs/an-ecs.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { besideTasksContract } from './beside-tasks.ts';
import type { EcsBench } from './ecs-bench.ts';
import { ecsDeploymentsContract } from './ecs-deployments.ts';
import { ecsTasksContract } from './ecs-tasks.ts';
import { Witness } from './witness.ts';

const witness = new Witness('ecs');

async function aFake(): Promise<EcsBench> {
  const { kept, clock, service, tasks, alarms } = await fakeWorld();
  tasks.refused.set('nothing', 'there is no container nothing');
  let images = 10;
  return {
    ...witness.fakes({ ecs: kept.ecs }),
    cluster: 'example',
    first: service.taskDefinition,
    image(behaviour) {
      const digest = aDigest(images++);
      if (behaviour === 'crash') service.crashing.add(digest);
      return `registry/web@${digest}`;
    },
    async deregister(arn) {
      for (const definition of service.taskDefinitions) if (definition.arn === arn) definition.active = false;
    },
    async protect() {
      service.protectedTasks = 2;
    },
    alarm: () => alarms.set('errors', 'ALARM'),
    pass: (minutes) => clock.advance(minutes * MINUTE),
    async settle() {
      for (const { task, command, end } of tasks.all)
        if (end === undefined && command[0] === 'exit') tasks.end(task, Number(command[1]));
    },
  };
}

async function onAws(): Promise<EcsBench> {
  const world = new AnEcs();
  await world.service({ ...shifting('BLUE_GREEN'), tags: [{ key: 'belay:managed', value: 'true' }] });
  const wire = await aWire({ services: [{ module: ecsModule, service: world.ecs.service }] });
  let images = 0;
  return {
    ...witness.adapters({ ecs: awsEcs(new ecsModule.ECSClient(clientOf(wire))) }),
    cluster: 'shop',
    first: String((await world.describe()).taskDefinition),
    image: (behaviour) => `shop/web@${world.images.push(`shop/web:new-${images++}`, behaviour)}`,
    deregister: async (taskDefinition) => void (await world.call('DeregisterTaskDefinition', { taskDefinition })),
    async protect() {
      const tasks = (await world.tasks()).map(({ taskArn }) => taskArn);
      await world.call('UpdateTaskProtection', { cluster: 'shop', tasks, protectionEnabled: true });
    },
    alarm: () => world.alarms.set('errors', 'ALARM'),
    pass: (minutes) => world.pass(minutes),
    async settle() {
      // Images are pulled first.
      await world.pass(1);
      for (const process of world.processes.running) {
        const [verb, code] = process.start.command ?? [];
        if (verb === 'exit') process.end({ exitCode: Number(code) });
      }
      await world.pass(1);
    },
  };
}

for (const [name, make] of [
  ['the fake ECS', aFake],
  ['Amazon ECS', onAws],
] as const) {
  ecsDeploymentsContract(name, make);
  ecsTasksContract(name, make);
  besideTasksContract(name, make);
}

witness.testifies();
