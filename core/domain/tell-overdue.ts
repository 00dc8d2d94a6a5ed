import type { Deadlines, Deployment, Plan } from './deployment.ts';
import { isBeside } from './service.ts';
import type { TimePart } from './time-plan.ts';

/** What a deployment that is not done in time is told of: the part that takes longest, until when it was waited for, and where to look. */
export function tellOverdue({ id, plan }: Pick<Deployment, 'id' | 'plan'>, stage: string): string {
  const late = `not done before the deadline, ECS is at ${stage}`;
  const look = `\`belay show ${id} --log\` tells what happened`;
  if (plan === undefined) return `${late}; ${look}`;
  const { part, because } = plan.slowest;
  return `${late}; the slowest part of this service is ${part} (${because}), and its deadline was ${deadlineOf(part, plan)} s; ${look}`;
}

/** The wait that each part falls into, beside the old version. In place there is one wait for all of them. */
const WAITS: Readonly<Record<TimePart['part'], keyof Deadlines>> = {
  start: 'scaleUp',
  'health checks': 'scaleUp',
  shift: 'shift',
  bake: 'shift',
  deregistration: 'finish',
  'work in hand': 'rollOut',
};

function deadlineOf(part: TimePart['part'], { strategy, deadlines }: Plan): number {
  return deadlines[isBeside(strategy) ? WAITS[part] : 'rollOut'] ?? 0;
}
