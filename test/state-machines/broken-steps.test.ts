import { expect, test } from 'vitest';
import { isBeside, STRATEGIES } from '../../core/domain/service.ts';
import { aCommand, aPoint } from '../builders.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';
import { asDefinition, definitionOf, MACHINES, type MachineName } from './machine-definitions.ts';

interface Scene {
  readonly options?: BelayOptions;
  begin?(belay: Belay): void;
  readonly request?: Parameters<Belay['deploy']>[0];
}

const WATCHED = {
  rollback: { automatic: true, threshold: 5, minimumRequests: 20, patterns: [{ pattern: 'ERROR', perMinute: 1 }] },
};

/** What has to happen for a state to be entered, whatever the strategy; without an entry, a deployment that goes well enters it. */
const SCENES: Readonly<Record<string, Scene>> = {
  'deploy: Wait for approval': { options: { settings: { approval: { count: 1, approvers: [], deadline: 3600 } } } },
  'deploy: Close as refused': { begin: (belay) => belay.registry.remove('web', NEW.digest) },
  'deploy: Close as rolled back': { begin: alarmInTheBake },
  'deploy: Close as superseded': { begin: (belay) => belay.clock.after(20_000, () => strangerDeploys(belay)) },
  'deploy: Close as stuck': { options: { ranBefore: false }, begin: alarmInTheBake },
  'roll-back: Stop the deployment': { begin: alarmInTheBake },
  'roll-back: Is the old version serving?': { begin: alarmInTheBake },
  'roll-back: Deploy the old version': { begin: stopTooLate },
  'roll-back: Run a command': { begin: commandOnTheWayBack },
  'roll-back: Look at the command': { begin: commandOnTheWayBack },
  'graceful: Wait for a person': {
    options: { settings: { strategies: { graceful: { wait: 600, onTimeout: 'ask' } } } },
    begin: workInHand,
  },
  'rolling: Judge the new version': { options: { settings: WATCHED } },
  'immediate: Judge the new version': { options: { settings: WATCHED } },
  'graceful: Judge the new version': { options: { settings: WATCHED } },
  'rolling: Watch the new version': { options: { settings: { ...WATCHED, alarms: [] } }, begin: itWrites },
  'immediate: Watch the new version': { options: { settings: { ...WATCHED, alarms: [] } }, begin: itWrites },
  'graceful: Watch the new version': { options: { settings: { ...WATCHED, alarms: [] } }, begin: itWrites },
  'rolling: Wait for a person': { options: { settings: { ...WATCHED, notEnoughData: 'ask' } }, begin: logsAreClosed },
  'immediate: Wait for a person': { options: { settings: { ...WATCHED, notEnoughData: 'ask' } }, begin: logsAreClosed },
  'graceful: Wait for the end': { options: { settings: { bake: 7200, strategies: { graceful: { wait: 600 } } } } },
  'graceful: End old work': { options: { settings: { strategies: { graceful: { wait: 600 } } } }, begin: workInHand },
  'Run commands before traffic': { options: { settings: { checks: [aCommand()] } } },
  'Run commands after the bake': { options: { settings: { checks: [aCommand({ when: 'after' })] } } },
  'rolling: Run commands at the end': { options: { settings: { checks: [aCommand({ when: 'after' })] } } },
  'immediate: Run commands at the end': { options: { settings: { checks: [aCommand({ when: 'after' })] } } },
  'graceful: Run commands at the end': { options: { settings: { checks: [aCommand({ when: 'after' })] } } },
  'canary: Run commands with a share': {
    options: { settings: { checks: [aCommand({ when: 'gate' })] } },
    begin: endCommands,
  },
  'linear: Run commands under watch': { options: { settings: { checks: [aCommand({ when: 'after' })] } } },
  Look: { options: { shut: ['deployment', 'hook'] } },
  'Bake longer': { options: { settings: { minimumRequests: 10 } }, begin: nobodyComes },
  'Wait for a person': { options: { settings: { minimumRequests: 10, notEnoughData: 'ask' } }, begin: nobodyComes },
};

/** Of a service without a load balancer, in which tasks are replaced in place. */
const HEADLESS = { wired: false, found: '{}' };

function sceneOf(machine: MachineName, state: string): Scene {
  const scene = SCENES[`${machine}: ${state}`] ?? SCENES[state] ?? {};
  const strategy = STRATEGIES.find((name) => name === machine);
  if (strategy === undefined) return scene;
  const options = { ...(isBeside(strategy) ? {} : HEADLESS), ...scene.options };
  return { ...scene, options, request: { strategy } };
}

/** Here the old version cannot serve again by itself: the first was verified before, the second is somebody else's, the third is the last way back. */
const NEEDS_A_PERSON = [
  'deploy: Close as succeeded',
  'deploy: Close as superseded',
  'roll-back: Deploy the old version',
];

const TASKS = MACHINES.flatMap((machine) =>
  Object.entries(asDefinition(definitionOf(machine)).States)
    .filter(([, { Arguments }]) => Arguments?.FunctionName !== undefined)
    .map(([state]) => ({ machine, state })),
);

test.each(TASKS)(
  'when the step of "$state" in $machine throws, no bad version is left in charge unnoticed',
  async (task) => {
    const where = `${task.machine}: ${task.state}`;
    const { options, begin, request } = sceneOf(task.machine, task.state);
    const belay = await aBelay(options);
    belay.break(task.machine, task.state);
    begin?.(belay);
    const id = await belay.deploy({ first: options?.ranBefore === false, ...request });
    const { verdict } = await belay.end(id);

    expect(belay.ran).toContain(where);
    expect(belay.ran.length, belay.ran.slice(0, 60).join('\n')).toBeLessThan(60);
    expect(verdict).toMatch(/^(ROLLED_BACK|REFUSED|STUCK|SUPERSEDED)$/);
    if (NEEDS_A_PERSON.includes(where) || options?.ranBefore === false) expect(verdict).toBe('STUCK');
    else expect(belay.serving()).toBe(OLD.digest);
    expect((await belay.kept.deployments.head(belay.settings.key)).live).toBeUndefined();
  },
);

const DEATHS = TASKS.flatMap((task) =>
  (['before its work', 'after its work'] as const).map((death) => ({ ...task, death })),
);

test.each(DEATHS)(
  'when the function of "$state" in $machine is killed $death, the deployment ends as it would have',
  async ({ machine, state, death }) => {
    const { options, begin, request } = sceneOf(machine, state);
    const [undisturbed, disturbed] = await Promise.all(
      [false, true].map(async (killed) => {
        const belay = await aBelay(options);
        if (killed) belay.kill(machine, state, death);
        begin?.(belay);
        const { verdict } = await belay.end(await belay.deploy({ first: options?.ranBefore === false, ...request }));
        const entered = belay.ran.filter((where) => where === `${machine}: ${state}`).length;
        return { verdict, serving: belay.serving(), entered };
      }),
    );
    expect(disturbed).toEqual({ ...undisturbed, entered: (undisturbed?.entered ?? 0) + 1 });
  },
);

test('every scene is about a state that exists', () => {
  const names = TASKS.map(({ machine, state }) => `${machine}: ${state}`);
  const scenes = Object.keys(SCENES).map((scene) => (scene.includes(':') ? scene : `blue-green: ${scene}`));
  expect(names).toEqual(expect.arrayContaining([...scenes, ...NEEDS_A_PERSON]));
});

function alarmInTheBake(belay: Belay): void {
  belay.alarmAfter(120_000);
}

/** It never ends. */
function commandOnTheWayBack(belay: Belay): void {
  void belay.kept.rollbackPoints.put(aPoint({ name: 'good', digest: OLD.digest, commands: ['undo'] }));
  alarmInTheBake(belay);
}

function endCommands({ book, clock, tasks }: Belay): void {
  book.after('ecs.runTasks', () => clock.after(10_000, () => tasks.end(tasks.all.at(-1)?.task ?? '', 0)), 10);
}

function stopTooLate(belay: Belay): void {
  belay.service.tooLate = true;
  alarmInTheBake(belay);
}

function workInHand(belay: Belay): void {
  belay.service.protectedTasks = 2;
}

function nobodyComes(belay: Belay): void {
  belay.alarms.answered = 0;
}

function itWrites(belay: Belay): void {
  belay.logs.write('/ecs/web', 'web/web/task-1', 'all is well');
}

function logsAreClosed(belay: Belay): void {
  belay.logs.closed.add('/ecs/web');
}

function strangerDeploys({ service }: Belay): void {
  const taskDefinition = service.register({ web: `registry/web@${NEWER.digest}` });
  service.update({ taskDefinition, deploymentConfiguration: '{}' });
}
