import { REGION } from '../../kernel/account.ts';
import type { TaskState } from '../asl/machine.ts';
import { evaluate, evaluateText, evaluateWhole } from './evaluate.ts';
import type { PendingTask } from './position.ts';
import { requireSize } from './size-limit.ts';
import { taskToken } from './task-token.ts';
import type { Track } from './track.ts';

/** Begins a try of a Task state: a token of its own, the arguments, the deadlines, the first events. Kept before it returns. */
export async function scheduleTask(track: Track, state: TaskState): Promise<PendingTask> {
  const { facts, machinery, nextNumber, save } = track.parts;
  const number = nextNumber();
  if (state.resource.pattern !== 'request-response')
    track.position.token = taskToken(facts.arn, facts.startDate, number);
  const argument = state.arguments === undefined ? track.position.input : await evaluate(track, state.arguments);
  const timeoutSeconds = await optionalSeconds(track, state, 'timeoutSeconds', 'TimeoutSeconds');
  const heartbeatSeconds = await optionalSeconds(track, state, 'heartbeatSeconds', 'HeartbeatSeconds');
  const assumes =
    state.credentials === undefined ? undefined : await evaluateText(track, state.credentials, 'Credentials/RoleArn');
  const text = JSON.stringify(argument);
  requireSize(text, state.name);
  addScheduled(track, state, text, { timeoutSeconds, heartbeatSeconds, assumes });

  const now = machinery.clock.now();
  const task: PendingTask = {
    arguments: argument,
    id: `${facts.arn} ${facts.startDate} ${number}`,
    submitted: false,
    ...(assumes === undefined ? {} : { assumes }),
    ...(timeoutSeconds === undefined ? {} : { timeoutAt: now + timeoutSeconds * 1000 }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatSeconds, heartbeatAt: now + heartbeatSeconds * 1000 }),
  };
  track.position.task = task;
  save();
  return task;
}

async function optionalSeconds(
  track: Track,
  state: TaskState,
  key: 'timeoutSeconds' | 'heartbeatSeconds',
  field: string,
): Promise<number | undefined> {
  const template = state[key];
  return template === undefined ? undefined : evaluateWhole(track, template, field, 1);
}

interface Scheduled {
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly assumes: string | undefined;
}

function addScheduled(track: Track, { resource }: TaskState, text: string, scheduled: Scheduled): void {
  const bounds = {
    ...(scheduled.timeoutSeconds === undefined ? {} : { timeoutInSeconds: scheduled.timeoutSeconds }),
    ...(scheduled.assumes === undefined ? {} : { taskCredentials: { roleArn: scheduled.assumes } }),
  };
  if (resource.kind === 'function') {
    track.add('LambdaFunctionScheduled', {
      lambdaFunctionScheduledEventDetails: {
        resource: resource.arn,
        input: text,
        inputDetails: { truncated: false },
        ...bounds,
      },
    });
    track.add('LambdaFunctionStarted');
    return;
  }
  const named = { resourceType: resource.type, resource: resource.action };
  const heartbeat = scheduled.heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: scheduled.heartbeatSeconds };
  track.add('TaskScheduled', {
    taskScheduledEventDetails: { ...named, region: REGION, parameters: text, ...bounds, ...heartbeat },
  });
  track.add('TaskStarted', { taskStartedEventDetails: named });
}
