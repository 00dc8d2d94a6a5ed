import { test } from 'vitest';
import { AnEcs, shifting } from '/work/main/test/local/ecs/an-ecs.ts';
test('repro', async () => {
  const world = new AnEcs({ switches: { stepHook: 'beforeStepBake' } });
  await world.service(shifting('BLUE_GREEN'));
  const up = async (n: string, strategy: any) => world.update({ taskDefinition: await world.version(n), deploymentConfiguration: { strategy, bakeTimeInMinutes: 5, lifecycleHooks: [], deploymentCircuitBreaker: { enable: strategy==='ROLLING', rollback: true }, alarms: { alarmNames: ['errors'], enable: true, rollback: true } } });
  await up('2', 'ROLLING');
  world.alarms.set('errors', 'ALARM');
  await up('3', 'LINEAR');
  await world.clock.advance(33000);
  await up('4', 'ROLLING');
  console.log(JSON.stringify((await world.tasks()).map(t=>[t.taskDefinitionArn?.slice(-2), t.lastStatus])), JSON.stringify(await world.deployment()));
  await world.clock.advance(400000);
  console.log((await world.describe()).events?.slice(0,12).map(e=>e.message));
}, 20000);
