import { expect, test } from 'vitest';
import { rollBack } from '../../core/operations/roll-back.ts';
import { rollBackInEmergency } from '../../core/operations/roll-back-in-emergency.ts';
import { aPoint, SERVICE } from '../builders.ts';
import { OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay, type BelayOptions } from './a-belay.ts';

const SECOND = 1000;
const COMMANDS = ['node undo.mjs --all', "say 'it is back'"];
const ROLLING = { wired: false, found: '{}' };

/** Somebody kept 1.0.0 under a name, and said what has to be run on the way back to it. */
async function withCommands(options: BelayOptions = {}, commands = COMMANDS): Promise<Belay> {
  const belay = await aBelay(options);
  const taskDefinition = belay.service.taskDefinitions[0]?.arn ?? '';
  await belay.kept.rollbackPoints.put(aPoint({ name: 'good', digest: OLD.digest, taskDefinition, commands }));
  return belay;
}

/** Ends each task ten seconds after it was started, with the exit code that its program has here. */
function answer({ book, clock, tasks }: Belay, codes: Readonly<Record<string, number>> = {}): void {
  book.after(
    'ecs.runTasks',
    () => {
      for (const { task, command, end } of tasks.all)
        if (end === undefined) clock.after(10 * SECOND, () => tasks.end(task, codes[command[0] ?? ''] ?? 0));
    },
    10,
  );
}

const ranOf = ({ tasks }: Belay) => tasks.all.map(({ command }) => command);
const BOTH = [
  ['node', 'undo.mjs', '--all'],
  ['say', 'it is back'],
];
const paged = async ({ kept }: Belay, id: Awaited<ReturnType<Belay['deploy']>>) =>
  (await kept.deployments.lines(id)).filter(({ event }) => event === 'version:rollback:command-failed');
const back = ({ ports }: Belay, to: Parameters<typeof rollBack>[1]['to'] = 'previous') =>
  rollBack(ports, { service: SERVICE, to, by: 'somebody', reason: 'it is bad' });

test('a deployment that an alarm takes back runs the commands of the version that it goes back to', async () => {
  const belay = await withCommands();
  answer(belay);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);

  expect({ verdict, because }).toMatchObject({
    verdict: 'ROLLED_BACK',
    because: expect.stringMatching(/^alarm[^;]*$/),
  });
  expect(ranOf(belay)).toEqual(BOTH);
  expect(belay.tasks.all.map(({ taskDefinition }) => taskDefinition)).toEqual(
    BOTH.map(() => belay.service.taskDefinitions[0]?.arn),
  );
  expect(belay.doors.failed).toEqual([]);
});

test.each([
  ['blue-green', {}],
  ['rolling', ROLLING],
])('commands begin when the old version serves, and not before (%s)', async (_, options) => {
  const belay = await withCommands(options);
  answer(belay);
  const served: unknown[] = [];
  belay.book.before('ecs.runTasks', () => void served.push(belay.serving()), 10);
  belay.alarmAfter(90 * SECOND);
  await belay.end(await belay.deploy());
  expect(served).toEqual([OLD.digest, OLD.digest]);
});

test('whoever follows the way back sees each command begin', async () => {
  const belay = await withCommands();
  answer(belay);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  await belay.end(id);
  const lines = (await belay.kept.deployments.lines(id)).map(({ text }) => text);
  expect(lines.filter((text) => text.includes('of the way back runs'))).toEqual([
    '1.0.0 serves. Command 1 of the way back runs: node undo.mjs --all',
    "1.0.0 serves. Command 2 of the way back runs: say 'it is back'",
  ]);
});

test('each command waits for the one before it', async () => {
  const belay = await withCommands();
  belay.alarmAfter(90 * SECOND);
  await belay.deploy();
  await belay.clock.advance(600 * SECOND);
  expect(ranOf(belay)).toEqual([BOTH[0]]);
  belay.tasks.end(belay.tasks.all[0]?.task ?? '', 0);
  await belay.clock.advance(SECOND);
  expect(ranOf(belay)).toEqual(BOTH);
});

test.each(['in the watch window', 'by hand', 'to the point by its name', 'in an emergency'])(
  'a rollback %s runs them',
  async (how) => {
    const belay = await withCommands();
    answer(belay);
    await belay.end(await belay.deploy(), 0.01);
    expect(ranOf(belay)).toEqual([]);
    if (how === 'in the watch window') belay.alarms.set('web-5xx', 'ALARM');
    if (how === 'by hand') await back(belay);
    if (how === 'to the point by its name') await back(belay, { rollbackPoint: 'good' });
    if (how === 'in an emergency')
      await rollBackInEmergency(belay.ports, {
        environment: 'staging',
        since: 86_400,
        by: 'somebody',
        reason: 'it is down',
        dryRun: false,
      });
    await belay.clock.advance(3600 * SECOND);
    const [last] = (await belay.kept.deployments.newest(SERVICE, 1)).items;
    expect(last).toMatchObject({ kind: 'rollback', verdict: 'SUCCEEDED' });
    expect(ranOf(belay)).toEqual(BOTH);
    expect(belay.serving()).toBe(OLD.digest);
  },
);

test('they run by the revision that serves, where the own one of the point had to be registered again', async () => {
  const belay = await withCommands();
  answer(belay);
  await belay.end(await belay.deploy());
  const [first] = belay.service.taskDefinitions;
  if (first !== undefined) first.active = false;
  const { id } = await back(belay);
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  const again = belay.service.taskDefinitions.at(-1)?.arn;
  expect(again).not.toBe(first?.arn);
  expect(belay.tasks.all.map(({ taskDefinition }) => taskDefinition)).toEqual([again, again]);
});

test('a command that fails undoes nothing: the verdict tells it, a person is called, and those after it are not run', async () => {
  const belay = await withCommands();
  answer(belay, { node: 3 });
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  const failure =
    'command 1 of 2 of the way back ("node undo.mjs --all") failed: node undo.mjs --all ended with exit code 3, expected 0 (task check-task-1); not run after it: say \'it is back\'';

  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toMatch(/^alarm web-5xx/);
  expect(because?.endsWith(`; ${failure}`), because).toBe(true);
  expect(ranOf(belay)).toEqual([BOTH[0]]);
  expect(belay.serving()).toBe(OLD.digest);
  expect((await paged(belay, id)).map(({ text }) => text)).toEqual([`1.0.0 serves again, but ${failure}`]);
});

test('a rollback by hand succeeds though its command fails, and says so', async () => {
  const belay = await withCommands();
  answer(belay, { say: 1 });
  await belay.end(await belay.deploy());
  const { id } = await back(belay);
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('SUCCEEDED');
  expect(because).toContain('; command 2 of 2 of the way back ("say \'it is back\'") failed: ');
  expect(await paged(belay, id)).toHaveLength(1);
});

test('a command that never ends is stopped at its deadline, and told', async () => {
  const belay = await withCommands({}, ['sleep 9999']);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('did not end within 900 s: sleep 9999');
  expect(belay.tasks.all.map(({ end }) => end?.codes)).toEqual([{ web: 137 }]);
});

test('of commands whose events were lost ECS is asked at the deadline, and the next one is run', async () => {
  const belay = await withCommands({ shut: ['check'] });
  answer(belay);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  const { because } = await belay.end(id);
  expect(ranOf(belay)).toEqual(BOTH);
  expect(because).not.toContain('command');
});

test('a command that ECS does not start is told with the reason', async () => {
  const belay = await withCommands({}, ['undo']);
  belay.tasks.refused.set('web', 'not authorized to perform iam:PassRole');
  belay.alarmAfter(90 * SECOND);
  const { verdict, because } = await belay.end(await belay.deploy());
  expect(verdict).toBe('ROLLED_BACK');
  expect(because).toContain('("undo") could not be started: not authorized to perform iam:PassRole');
});

test('a way back whose commands take long is not late: its traffic is back', async () => {
  const belay = await withCommands({}, ['undo']);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  await belay.end(id);
  expect((await belay.kept.deployments.lines(id)).map(({ event }) => event)).not.toContain('version:rollback:late');
});

test('where the old version does not come back, nothing is run and nothing is said to serve', async () => {
  const belay = await withCommands(ROLLING);
  belay.service.tooLate = true;
  belay.service.crashing.add(OLD.digest);
  belay.alarmAfter(90 * SECOND);
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('STUCK');
  expect(because).toContain('command 1 of 2 of the way back ("node undo.mjs --all") was never started');
  expect(ranOf(belay)).toEqual([]);
  expect(await paged(belay, id)).toEqual([]);
});

test('a way back without commands is as short as ever, and one costs two transitions more for each', async () => {
  const transitions = async (commands: readonly string[]) => {
    const belay = await withCommands({}, [...commands]);
    answer(belay);
    belay.alarmAfter(90 * SECOND);
    const id = await belay.deploy();
    await belay.end(id);
    return belay.transitions('roll-back', `${id}-back`);
  };
  const without = await transitions([]);
  expect(without).toBe(4);
  expect(await transitions(COMMANDS.slice(0, 1))).toBe(without + 2);
  expect(await transitions(COMMANDS)).toBe(without + 4);
});
