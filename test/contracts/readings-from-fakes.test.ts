import { fakeWorld } from '../fakes/fake-world.ts';
import { readingsContract } from './readings.ts';

const MISSING = {
  taskDefinition: 'web:9',
  group: 'targetgroup/none',
  rule: 'listener-rule/none',
  secret: 'secret:none',
};

readingsContract('from the fakes', async () => {
  const { kept, service, surroundings } = await fakeWorld();
  for (const name of Object.values(MISSING)) surroundings.gone.add(name);
  return {
    ports: kept,
    cluster: 'example',
    taskDefinition: service.taskDefinition,
    group: 'targetgroup/blue',
    rule: 'listener-rule/production',
    secret: 'secret:db',
    repository: 'web',
    missing: MISSING,
  };
});
