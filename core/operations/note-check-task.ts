import { readCheckMark } from '../domain/check-mark.ts';
import { isDone, type TaskEnd } from '../domain/check-run.ts';
import type { Ports } from '../ports.ts';
import { type WakePorts, wake } from './wake.ts';

/** A task that ended, as its event tells: no call to ECS is made for it. */
export interface EndedCheck {
  /** Its `startedBy`. */
  readonly mark: string;
  readonly task: string;
  readonly end: TaskEnd;
}

/** Notes how a command that checks a deployment ended; the last one wakes the machine. Safe to repeat, and in any order. */
export async function noteCheckTask(
  ports: WakePorts & Pick<Ports, 'checkRuns'>,
  { mark, task, end }: EndedCheck,
): Promise<'noted' | 'woken' | 'unknown'> {
  const ours = readCheckMark(mark);
  if (ours === undefined) return 'unknown';
  const run = await ports.checkRuns.ended(ours.deployment, ours.round, task, end);
  if (run === undefined) return 'unknown';
  if (!isDone(run)) return 'noted';
  const deployment = await ports.deployments.get(ours.deployment);
  return deployment !== undefined && (await wake(ports, deployment.service)) === 'woken' ? 'woken' : 'noted';
}
