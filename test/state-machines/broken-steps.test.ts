import { expect, test } from 'vitest';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, asDefinition, type Belay, type BelayOptions, definitionOf, MACHINES } from './a-belay.ts';

/** What has to happen for a state to be entered; without an entry, a deployment that goes well enters it. */
const SCENES: Readonly<Record<string, { readonly options?: BelayOptions; begin?(belay: Belay): void }>> = {
  'deploy: Close as refused': { begin: (belay) => belay.registry.remove('web', NEW.digest) },
  'deploy: Close as rolled back': { begin: alarmInTheBake },
  'deploy: Close as stuck': { options: { ranBefore: false }, begin: alarmInTheBake },
  'rolling: Roll out': { options: { wired: false, found: '{}' } },
  'rolling: Look': { options: { wired: false, found: '{}' } },
  'roll-back: Stop the deployment': { begin: alarmInTheBake },
  'roll-back: Is the old version serving?': { begin: alarmInTheBake },
  'roll-back: Deploy the old version': { begin: stopTooLate },
};

/** Here the old version cannot serve again by itself: the first was verified before, the second is the last way back. */
const NEEDS_A_PERSON = ['deploy: Close as succeeded', 'roll-back: Deploy the old version'];

const TASKS = MACHINES.flatMap((machine) =>
  Object.entries(asDefinition(definitionOf(machine)).States)
    .filter(([, { Arguments }]) => Arguments?.FunctionName !== undefined)
    .map(([state]) => ({ machine, state })),
);

test.each(TASKS)(
  'when the step of "$state" in $machine throws, no bad version is left in charge unnoticed',
  async (task) => {
    const where = `${task.machine}: ${task.state}`;
    const { options, begin } = SCENES[where] ?? {};
    const belay = await aBelay(options);
    belay.break(task.machine, task.state);
    begin?.(belay);
    const id = await belay.deploy({ first: options?.ranBefore === false });
    const { verdict } = await belay.end(id);

    expect(belay.ran).toContain(where);
    expect(belay.ran.length, belay.ran.slice(0, 60).join('\n')).toBeLessThan(40);
    expect(verdict).toMatch(/^(ROLLED_BACK|REFUSED|STUCK)$/);
    if (NEEDS_A_PERSON.includes(where) || options?.ranBefore === false) expect(verdict).toBe('STUCK');
    else expect(belay.serving()).toBe(OLD.digest);
    expect((await belay.kept.deployments.head(belay.settings.key)).live).toBeUndefined();
  },
);

test('every scene is about a state that exists', () => {
  const names = TASKS.map(({ machine, state }) => `${machine}: ${state}`);
  expect(names).toEqual(expect.arrayContaining([...Object.keys(SCENES), ...NEEDS_A_PERSON]));
});

function alarmInTheBake(belay: Belay): void {
  belay.alarmAfter(120_000);
}

function stopTooLate(belay: Belay): void {
  belay.service.tooLate = true;
  alarmInTheBake(belay);
}
