import type { Exit, State } from '../asl/machine.ts';
import { isObject, type Json } from '../json.ts';
import type { StatesExtras } from './bindings.ts';
import { evaluate, evaluateText } from './evaluate.ts';
import { StateFailure } from './failures.ts';
import { catcherOf, resumeRetry, waitForRetry } from './recover.ts';
import { choose } from './run-choice.ts';
import { runMap } from './run-map.ts';
import { runParallel } from './run-parallel.ts';
import { runTask } from './run-task.ts';
import { runWait } from './run-wait.ts';
import { requireSize } from './size-limit.ts';
import { errorAndCause } from './task-outcome.ts';
import type { Track } from './track.ts';

/** What a state hands on. `next` is undefined at the end of a workflow. */
export interface Step {
  readonly output: Json;
  readonly variables: Readonly<Record<string, Json>>;
  readonly next: string | undefined;
}

/** Runs one state with its retries and catchers, from its entry or from where a restart found it. */
export async function runState(track: Track, state: State): Promise<Step> {
  enter(track, state);
  await resumeRetry(track);
  for (;;) {
    try {
      return await runOnce(track, state);
    } catch (thrown) {
      if (!(thrown instanceof StateFailure)) throw thrown;
      delete track.position.task;
      if ('retry' in state && (await waitForRetry(track, state.retry, thrown))) continue;
      return await recover(track, state, thrown);
    }
  }
}

function enter(track: Track, state: State): void {
  const { position, parts } = track;
  if (position.entered !== undefined) return;
  const details = { name: state.name, input: JSON.stringify(position.input), inputDetails: { truncated: false } };
  const event = track.add(`${state.type}StateEntered`, { stateEnteredEventDetails: details });
  position.entered = { event, at: parts.machinery.clock.now() };
  parts.entered();
  parts.save();
}

async function runOnce(track: Track, state: State): Promise<Step> {
  switch (state.type) {
    case 'Choice': {
      const chosen = await choose(track, state);
      return leave(track, state, chosen, chosen.next);
    }
    case 'Fail':
      throw await failure(track, state);
    case 'Succeed':
      return leave(track, state, state, undefined);
    case 'Pass':
      return leave(track, state, state, state.next);
    case 'Wait':
      await runWait(track, state);
      return leave(track, state, state, state.next);
    case 'Task':
      return leave(track, state, state, state.next, { result: await runTask(track, state) });
    case 'Parallel':
      return leave(track, state, state, state.next, { result: await runParallel(track, state) });
    case 'Map':
      return leave(track, state, state, state.next, { result: await runMap(track, state) });
  }
}

async function failure(track: Track, state: State & { type: 'Fail' }): Promise<StateFailure> {
  const error = state.error === undefined ? undefined : await evaluateText(track, state.error, 'Error');
  const cause = state.cause === undefined ? undefined : await evaluateText(track, state.cause, 'Cause');
  return new StateFailure(error, cause);
}

/** Output and Assign both see the variables as they were when the state was entered. */
async function leave(
  track: Track,
  state: State,
  exit: Exit,
  next: string | undefined,
  extras: StatesExtras = {},
): Promise<Step> {
  const { position } = track;
  const { result = position.input, errorOutput = result } = extras;
  const assigned = exit.assign === undefined ? {} : await evaluate(track, exit.assign, extras);
  const output = exit.output === undefined ? errorOutput : await evaluate(track, exit.output, extras);
  const variables = isObject(assigned) ? assigned : {};
  const text = JSON.stringify(output);
  requireSize(text, state.name);
  const texts = Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)] as const);
  for (const [, value] of texts) requireSize(value, state.name);

  if (state.type !== 'Fail') {
    track.add(`${state.type}StateExited`, {
      stateExitedEventDetails: {
        name: state.name,
        output: text,
        outputDetails: { truncated: false },
        ...(texts.length === 0
          ? {}
          : { assignedVariables: Object.fromEntries(texts), assignedVariablesDetails: { truncated: false } }),
      },
    });
  }
  return { output, variables: { ...position.variables, ...variables }, next };
}

async function recover(track: Track, state: State, thrown: StateFailure): Promise<Step> {
  if (state.type === 'Map') track.add('MapStateFailed');
  if (state.type === 'Parallel') track.add('ParallelStateFailed');
  const catcher = 'catch' in state ? catcherOf(state.catch, thrown) : undefined;
  if (catcher === undefined) throw thrown;
  const { error, cause } = errorAndCause(thrown.error, thrown.cause);
  const errorOutput = { Error: error ?? '', Cause: cause ?? '' };
  return leave(track, state, catcher, catcher.next, { errorOutput });
}
