import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STRATEGIES } from '../../core/domain/service.ts';
import { steps } from '../../core/steps/index.ts';
import { asDefinition, definitionOf, MACHINES, placeholderOf, type State } from './machine-definitions.ts';

const files = MACHINES.map((name) => ({ name, text: definitionOf(name), machine: asDefinition(definitionOf(name)) }));
const states = files.flatMap(({ name, machine }) =>
  Object.entries(machine.States).map(([state, definition]) => ({ where: `${name}: ${state}`, state: definition })),
);
const tasks = states.filter(({ state }) => state.Type === 'Task');

/** Where a Choice leads when none of its conditions holds. */
const SAFE = ['Roll back', 'Taken back', 'Close as stuck', 'Not back', 'Back', 'Wait for approval'];

/** What says nothing against the version that is deployed. */
const TRANSIENT = [
  'Lambda.TooManyRequestsException',
  'Runtime.ExitError',
  'ThrottlingException',
  'TransactionConflictException',
  'InternalServerError',
  'ServerException',
  'TimeoutError',
];

/** What the ends of a machine tell whoever started it. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  deploy: ['SUCCEEDED', 'RolledBack', 'Refused', 'Stuck', 'Superseded'],
};
/** Of what moves traffic, and of the way back. */
const STRATEGY_ENDS = ['moved', 'failed', 'superseded', 'LostSight'];

test('the machines are these files and no others', () => {
  const folder = new URL('../../state-machines/', import.meta.url);
  expect(readdirSync(folder).sort()).toEqual([...MACHINES].map((name) => `${name}.asl.json`).sort());
  for (const name of MACHINES) expect(readFileSync(new URL(`${name}.asl.json`, folder), 'utf8')).not.toBe('');
});

test.each(files)('$name is JSONata throughout and ends by itself', ({ machine, text }) => {
  expect(machine.QueryLanguage).toBe('JSONata');
  expect(text).not.toMatch(/"QueryLanguage": "JSONPath"|"(InputPath|OutputPath|ResultPath|Parameters|ResultSelector)"/);
  expect(machine.TimeoutSeconds).toBeGreaterThan(0);
});

test('a child ends before its parent', () => {
  const timeoutOf = (name: string) => files.find((file) => file.name === name)?.machine.TimeoutSeconds ?? 0;
  const parent = timeoutOf('deploy');
  const longest = Math.max(...STRATEGIES.map(timeoutOf));
  expect(longest).toBeLessThan(parent);
  expect(longest + timeoutOf('roll-back')).toBeLessThanOrEqual(parent);
});

test.each(tasks)(
  '$where is tried again when something is throttled or dies, and every error leads somewhere',
  ({ state }) => {
    const retried = JSON.stringify(state.Retry);
    if (state.Arguments?.FunctionName === undefined) expect(retried).toContain('"StepFunctions.ThrottlingException"');
    else for (const error of TRANSIENT) expect(retried).toContain(`"${error}"`);
    expect(state.Catch?.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
  },
);

const waiting = tasks.filter(({ state }) => state.Resource?.endsWith('.waitForTaskToken'));

test.each(waiting)('$where waits only as long as the plan says, and hands on its token and its time', ({ state }) => {
  expect(state.TimeoutSeconds).toMatch(/^\{% .*plan\.deadlines\.\w+ %\}$/);
  expect(state).not.toHaveProperty('HeartbeatSeconds');
  const text = JSON.stringify(state.Arguments);
  expect(text).toContain('"token":"{% $states.context.Task.Token %}"');
  expect(text).toContain(`"wait":${JSON.stringify(state.TimeoutSeconds)}`);
});

test('nothing polls: there is no Wait state', () => {
  expect(states.filter(({ state }) => state.Type === 'Wait')).toEqual([]);
});

test('a state that throws is never entered again by its own Catch: only a timeout may look and go on', () => {
  for (const { where, state } of tasks.filter(({ where }) => STRATEGIES.some((name) => where.startsWith(`${name}:`)))) {
    const all = state.Catch?.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
    expect({ where, next: all?.Next }).toEqual({ where, next: where.endsWith(': Look') ? 'Lost sight' : 'Taken back' });
  }
});

test('every placeholder is a step or a machine, and every step and every strategy is used', () => {
  const named = new Set(files.flatMap(({ text }) => [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '')));
  const known = [...Object.keys(steps), ...MACHINES.map(placeholderOf)];
  expect([...named].filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !named.has(name))).toEqual([placeholderOf('deploy')]);
});

test.each(states.filter(({ state }) => state.Type === 'Choice'))(
  'the default of $where is the safe way',
  ({ state }) => {
    expect(SAFE).toContain(state.Default);
  },
);

test.each(files)('$name has no ends but those that are read', ({ name, machine }) => {
  const ends = Object.values(machine.States).filter(({ Type }) => Type === 'Succeed' || Type === 'Fail');
  expect(new Set(ends.map(told))).toEqual(new Set(ENDS[name] ?? STRATEGY_ENDS));
});

test.each(files)('every state of $name says in a sentence what it is for', ({ machine }) => {
  for (const state of Object.values(machine.States))
    if (state.Type === 'Task' || state.Type === 'Choice') expect(state).toHaveProperty('Comment');
});

function told({ Output, Error: error }: State): string {
  return Output?.verdict ?? error ?? '';
}
