import type { Cancel } from '../../kernel/clock.ts';
import type { TaskState } from '../asl/machine.ts';
import { Cancelled, StateFailure } from './failures.ts';
import type { PendingTask } from './position.ts';
import { failed, type TaskOutcome } from './task-outcome.ts';
import type { Track } from './track.ts';

/**
 * Brings a try of a Task state to its end: the answer of the request, of the token or of the job, or the end of its time,
 * whichever is first. Taken up after a restart it does only what is left to do: a request without an answer goes out again.
 */
export function awaitTask(track: Track, state: TaskState, task: PendingTask): Promise<TaskOutcome> {
  const { machinery, cancellation, facts, save } = track.parts;
  const { token } = track.position;
  if (task.outcome !== undefined) return Promise.resolve(task.outcome);

  return new Promise((resolve, reject) => {
    const undo: Cancel[] = [];
    let over = false;
    const end = (act: () => void): void => {
      if (over) return;
      over = true;
      for (const cancel of undo) cancel();
      if (token !== undefined) machinery.openTasks.close(token);
      act();
    };
    const settle = (outcome: TaskOutcome): void => end(() => resolve(outcome));
    const abandonJob = (): void => {
      if (task.job !== undefined) machinery.integrations.abandon(task.job, task.assumes ?? facts.roleArn);
    };
    // The job is let go of first: its end, which follows, must not become the outcome.
    const timeOut = (heartbeat: boolean): void => {
      if (over) return;
      settle({ kind: 'timed-out', heartbeat });
      abandonJob();
    };

    undo.push(
      cancellation.onCancel((reason) => {
        end(() => reject(new Cancelled()));
        if (reason === 'aborted') abandonJob();
      }),
    );
    if (over) return;
    const disarm = armTimers(track, task, timeOut);
    undo.push(disarm);
    if (over) {
      disarm();
      return;
    }

    if (token !== undefined) {
      machinery.openTasks.open(token, {
        settle(outcome) {
          task.outcome = outcome;
          save();
          settle(outcome);
        },
        heartbeat() {
          if (task.heartbeatSeconds === undefined) return;
          task.heartbeatAt = machinery.clock.now() + task.heartbeatSeconds * 1000;
          save();
        },
      });
    }

    const watchJob = (): void => {
      if (task.job !== undefined) undo.push(machinery.integrations.watch(task.job, state.resource, settle));
    };
    if (task.submitted) {
      watchJob();
      return;
    }
    request(track, state, task).then(
      (outcome) => {
        if (over) return;
        if (outcome !== undefined) settle(outcome);
        else watchJob();
      },
      (fault: unknown) => end(() => reject(fault)),
    );
  });
}

/** A deadline that passed while nobody ran fires at once. A heartbeat moves its own deadline, so it is looked up when it is due. */
function armTimers(track: Track, task: PendingTask, timeOut: (heartbeat: boolean) => void): Cancel {
  const { clock } = track.parts.machinery;
  const cancels = new Map<'timeout' | 'heartbeat', Cancel>();
  if (task.timeoutAt !== undefined && task.timeoutAt <= clock.now()) timeOut(false);
  else if (task.timeoutAt !== undefined) {
    cancels.set(
      'timeout',
      clock.after(task.timeoutAt - clock.now(), () => timeOut(false)),
    );
  }
  const watchHeartbeat = (): void => {
    if (task.heartbeatAt === undefined) return;
    const left = task.heartbeatAt - clock.now();
    if (left <= 0) timeOut(true);
    else cancels.set('heartbeat', clock.after(left, watchHeartbeat));
  };
  watchHeartbeat();
  return () => {
    for (const cancel of cancels.values()) cancel();
  };
}

/** `undefined`: the request was taken, and its result comes by the token or with the end of the job. */
async function request(track: Track, state: TaskState, task: PendingTask): Promise<TaskOutcome | undefined> {
  const { machinery, facts, save } = track.parts;
  const { resource } = state;
  try {
    const answer = await machinery.integrations.request({
      resource,
      arguments: task.arguments,
      roleArn: facts.roleArn,
      assumes: task.assumes,
      token: track.position.token,
      id: task.id,
    });
    if (resource.pattern === 'request-response') return { kind: 'succeeded', output: answer.output };
    if (track.position.task !== task || task.outcome !== undefined) return undefined;
    task.submitted = true;
    if (answer.job !== undefined) task.job = answer.job;
    track.add('TaskSubmitted', {
      taskSubmittedEventDetails: {
        resourceType: resource.type,
        resource: resource.action,
        output: JSON.stringify(answer.output),
        outputDetails: { truncated: false },
      },
    });
    save();
    return undefined;
  } catch (thrown) {
    if (!(thrown instanceof StateFailure)) throw thrown;
    return failed(thrown);
  }
}
