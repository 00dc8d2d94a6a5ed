import { aDigest } from '../builders.ts';
import { executionArn } from '../state-machines/machine-definitions.ts';
import { ALARM, versionOf } from './outside.ts';
import type { Fault } from './schedule.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const SECOND = 1000;
/** Digests of images that take a tag over. */
const MOVED = 100;

/** Something goes wrong outside Belay. */
export function befallWorld(world: SimulatedWorld, { kind, lasts = 60, version = 2 }: Fault): void {
  const { outside, clock } = world;
  const { service, alarms, registry, command } = outside;
  const { digest, version: tag } = versionOf(version);
  const later = (run: () => void, seconds = lasts): void => void clock.after(seconds * SECOND, run);
  switch (kind) {
    case 'abort':
      return abort(world);
    case 'ecs-goes-back':
      return service.deployments.at(-1)?.turnBack('ECS went back by itself');
    case 'rollback-fails':
      service.waysBackBroken = true;
      return later(() => {
        service.waysBackBroken = false;
      });
    case 'stranger': {
      const taskDefinition = service.register({ web: `registry/web@${versionOf(version + 5).digest}` });
      if (!service.deleted) service.update({ taskDefinition, deploymentConfiguration: service.configuration });
      return;
    }
    case 'service-deleted':
      return service.delete();
    case 'crashing':
      service.crashing.add(digest);
      return later(() => void service.crashing.delete(digest));
    case 'unhealthy':
      service.ill.add(digest);
      return later(() => void service.ill.delete(digest));
    case 'image-gone':
      registry.remove('web', digest);
      service.gone.add(digest);
      return;
    case 'tag-moved':
      world.imagePushed(tag, aDigest(MOVED + version));
      return;
    case 'alarm':
      alarms.set(ALARM, 'ALARM');
      return later(() => alarms.set(ALARM, 'OK'));
    case 'flapping':
      for (let index = 0; index < 6; index++)
        later(() => alarms.set(ALARM, index % 2 === 0 ? 'ALARM' : 'OK'), (index * lasts) / 6);
      return;
    case 'no-data':
      alarms.set(ALARM, 'INSUFFICIENT_DATA');
      return later(() => alarms.set(ALARM, 'OK'));
    case 'no-requests':
      alarms.answered = 0;
      return later(() => {
        alarms.answered = 1000;
      });
    case 'work-in-hand':
      service.protectedTasks = 2;
      return later(() => void service.endProtection());
    case 'command-fails':
      command.code = 1;
      return;
    case 'command-hangs':
      command.code = undefined;
      return;
    case 'upgraded':
      world.tables.addUnknownFields();
      return;
    default:
      throw new Error(`${kind} is nothing of the world`);
  }
}

function abort(world: SimulatedWorld): void {
  const { live } = world.head();
  if (live === undefined) return;
  const executionArnOf = executionArn('deploy', live.id);
  // Nothing to stop yet: a person would not find it in the console.
  world.machines.call('StopExecution', { executionArn: executionArnOf }).catch(() => undefined);
}
