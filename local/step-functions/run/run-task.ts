import type { TaskState } from '../asl/machine.ts';
import type { TaskResource } from '../asl/task-resource.ts';
import type { Json } from '../json.ts';
import { awaitTask } from './await-task.ts';
import { StateFailure } from './failures.ts';
import { scheduleTask } from './schedule-task.ts';
import { requireSize } from './size-limit.ts';
import { failed, type TaskOutcome } from './task-outcome.ts';
import type { Track } from './track.ts';

/** One try of a Task state. Gives `$states.result`, or throws a StateFailure. */
export async function runTask(track: Track, state: TaskState): Promise<Json> {
  const task = track.position.task ?? (await scheduleTask(track, state));
  const ended = await awaitTask(track, state, task);
  const text = ended.kind === 'succeeded' ? JSON.stringify(ended.output) : '';
  const outcome = limited(ended, text, state.resource);
  addEnd(track, state.resource, outcome, text);
  delete track.position.task;
  switch (outcome.kind) {
    case 'succeeded':
      return outcome.output;
    case 'failed':
      throw new StateFailure(outcome.error, outcome.cause);
    case 'timed-out':
      throw new StateFailure('States.Timeout', undefined, outcome.heartbeat ? 'States.HeartbeatTimeout' : undefined);
  }
}

/** `text`: the output as JSON. */
function limited(outcome: TaskOutcome, text: string, resource: TaskResource): TaskOutcome {
  if (outcome.kind !== 'succeeded') return outcome;
  try {
    requireSize(text, resource.kind === 'function' ? resource.arn : resource.type);
    return outcome;
  } catch (thrown) {
    if (!(thrown instanceof StateFailure)) throw thrown;
    return failed(thrown);
  }
}

function addEnd(track: Track, resource: TaskResource, outcome: TaskOutcome, text: string): void {
  const named = { resourceType: resource.type, resource: resource.action };
  const plain = resource.kind === 'function';
  switch (outcome.kind) {
    case 'succeeded': {
      const details = { output: text, outputDetails: { truncated: false } };
      if (plain) track.add('LambdaFunctionSucceeded', { lambdaFunctionSucceededEventDetails: details });
      else track.add('TaskSucceeded', { taskSucceededEventDetails: { ...named, ...details } });
      return;
    }
    case 'failed': {
      const { kind: _, ...details } = outcome;
      if (plain) track.add('LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: details });
      else track.add('TaskFailed', { taskFailedEventDetails: { ...named, ...details } });
      return;
    }
    case 'timed-out': {
      const details = { error: 'States.Timeout' };
      if (plain) track.add('LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: details });
      else track.add('TaskTimedOut', { taskTimedOutEventDetails: { ...named, ...details } });
      return;
    }
  }
}
