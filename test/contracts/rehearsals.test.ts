import { ECSClient } from '@aws-sdk/client-ecs';
import { ecsRehearsals } from '../../functions/aws/ecs-rehearsals.ts';
import { FakeRehearsals } from '../fakes/fake-rehearsals.ts';
import { AnEcs } from '../local/ecs/an-ecs.ts';
import { jsonHandler, LOCAL } from './json-handler.ts';
import { rehearsalsContract } from './rehearsals.ts';
import { Witness } from './witness.ts';

const witness = new Witness('rehearsals');

rehearsalsContract('as a fake', async () => {
  const rehearsals = new FakeRehearsals(() => 0);
  return {
    ...witness.fakes({ rehearsals }),
    cluster: 'example',
    service: 'web',
    taskDefinition: 'web:1',
    async deregister() {
      rehearsals.refuses = 'ECS did not start a task: it is INACTIVE.';
    },
    pass: async () => {},
  };
});

rehearsalsContract('on the local ECS', async () => {
  const ecs = new AnEcs();
  await ecs.service({ desiredCount: 1 });
  const taskDefinition = await ecs.version('2');
  const client = new ECSClient({ ...LOCAL, requestHandler: jsonHandler((name, input) => ecs.call(name, input)) });
  return {
    ...witness.adapters({ rehearsals: ecsRehearsals(client) }),
    cluster: 'shop',
    service: 'web',
    taskDefinition,
    deregister: async () => void (await ecs.call('DeregisterTaskDefinition', { taskDefinition })),
    pass: () => ecs.pass(1),
  };
});

witness.testifies();
