import { aDigest } from '../builders.ts';
import { executionArn } from '../state-machines/machine-definitions.ts';
import type { FaultKind, Place } from './fault-kinds.ts';
import { FAULTS } from './fault-kinds.ts';
import { ALARM, versionOf } from './outside.ts';
import type { Fault } from './schedule.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const SECOND = 1000;
/** Digests of images that take a tag over. */
const MOVED = 100;
/** Digests that strangers deploy: none of ours. */
const STRANGE = 50;
const FLAPS = 6;

type WorldKind = {
  [Kind in FaultKind]: (typeof FAULTS)[Kind]['place'] extends Extract<Place, 'world'> ? Kind : never;
}[FaultKind];
type Befall = (world: SimulatedWorld, fault: Required<Pick<Fault, 'lasts' | 'version'>>) => void;

/** Something goes wrong outside Belay. */
export function befallWorld(world: SimulatedWorld, { kind, lasts = 60, version = 2 }: Fault): void {
  if (!isOfWorld(kind)) throw new Error(`${kind} is nothing of the world`);
  WORLD[kind](world, { lasts, version });
}

const WORLD: Readonly<Record<WorldKind, Befall>> = {
  abort(world) {
    const { live } = world.head();
    if (live === undefined) return;
    // Not started yet: a person would not find it in the console.
    world.machines.call('StopExecution', { executionArn: executionArn('deploy', live.id) }).catch(() => undefined);
  },
  'ecs-goes-back'({ outside, facts }) {
    outside.service.deployments.at(-1)?.turnBack('ECS went back by itself');
    facts.noteLedAway();
  },
  'rollback-fails'({ outside, clock }, { lasts }) {
    outside.service.waysBackBroken = true;
    clock.after(lasts * SECOND, () => {
      outside.service.waysBackBroken = false;
    });
  },
  stranger({ outside: { service }, facts }, { version }) {
    if (service.deleted) return;
    facts.noteLedAway();
    const taskDefinition = service.register({ web: `registry/web@${aDigest(STRANGE + version)}` });
    service.update({ taskDefinition, deploymentConfiguration: service.configuration });
  },
  'service-deleted': ({ outside }) => outside.service.delete(),
  crashing({ outside, clock }, { lasts, version }) {
    outside.service.crashing.add(versionOf(version).digest);
    clock.after(lasts * SECOND, () => void outside.service.crashing.delete(versionOf(version).digest));
  },
  unhealthy({ outside, clock }, { lasts, version }) {
    outside.service.ill.add(versionOf(version).digest);
    clock.after(lasts * SECOND, () => void outside.service.ill.delete(versionOf(version).digest));
  },
  'image-gone'({ outside }, { version }) {
    outside.registry.remove('web', versionOf(version).digest);
    outside.service.gone.add(versionOf(version).digest);
  },
  'tag-moved': (world, { version }) => world.imagePushed(versionOf(version).version, aDigest(MOVED + version)),
  alarm({ outside, clock }, { lasts }) {
    outside.alarms.set(ALARM, 'ALARM');
    clock.after(lasts * SECOND, () => outside.alarms.set(ALARM, 'OK'));
  },
  flapping({ outside, clock }, { lasts }) {
    for (let flap = 0; flap < FLAPS; flap++)
      clock.after((flap * lasts * SECOND) / FLAPS, () => outside.alarms.set(ALARM, flap % 2 === 0 ? 'ALARM' : 'OK'));
  },
  'no-data'({ outside, clock }, { lasts }) {
    outside.alarms.set(ALARM, 'INSUFFICIENT_DATA');
    clock.after(lasts * SECOND, () => outside.alarms.set(ALARM, 'OK'));
  },
  'no-requests'({ outside, clock }, { lasts }) {
    outside.alarms.answered = 0;
    clock.after(lasts * SECOND, () => {
      outside.alarms.answered = 1000;
    });
  },
  'work-in-hand'({ outside, clock }, { lasts }) {
    outside.service.protectedTasks = 2;
    clock.after(lasts * SECOND, () => void outside.service.endProtection());
  },
  'command-fails'({ outside }) {
    outside.command.code = 1;
  },
  'command-hangs'({ outside }) {
    outside.command.code = undefined;
  },
  upgraded: ({ tables }) => tables.addUnknownFields(),
};

function isOfWorld(kind: FaultKind): kind is WorldKind {
  return FAULTS[kind].place === 'world';
}
