import type { Approval, Deployment, Live, Wait } from './deployment.ts';
import type { LogLine } from './log-line.ts';
import { type StepTaken, stepsTaken } from './steps-taken.ts';

/** Where a deployment is, for people: what an API, a command line and a page show. */
export interface DeploymentView {
  readonly status: 'planned' | 'waiting-for-approval' | 'running' | 'paused' | 'ended';
  /** Percent of the way, or of the way back; 100 when it has ended. */
  readonly progress: number;
  /** The step that it is in; `null` before its plan and after its end. */
  readonly step: string | null;
  readonly steps: readonly Pick<StepTaken, 'name' | 'status' | 'startedAt' | 'endedAt'>[];
  /** Percent of the production traffic; `null` where no traffic is divided. */
  readonly traffic: { readonly old: number; readonly new: number } | null;
  readonly gates: readonly {
    readonly gate: string;
    readonly next: string;
    readonly because: string;
    readonly at: string;
  }[];
  readonly approval: {
    readonly needed: number;
    /** Which rule says how many. */
    readonly because: string;
    readonly given: readonly Approval[];
    readonly deadline: string | null;
  } | null;
  /** RFC 3339, if everything takes as long as it is meant to; `null` when it has ended, waits for a person, or nobody knows, as on a way back. */
  readonly estimatedEnd: string | null;
}

/** Reads where a deployment is out of its plan, its log and what its machine waits for. `now` in milliseconds. */
export function viewDeployment(
  deployment: Deployment,
  live: Live | undefined,
  wait: Wait | undefined,
  log: readonly LogLine[],
  now: number,
): DeploymentView {
  const { plan } = deployment;
  const steps = stepsTaken(deployment, live, log);
  const ended = deployment.status === 'ended';
  // On the way back what lies before it counts no more.
  const way = steps.slice(steps.findLastIndex(({ status }) => status === 'left-out') + 1);
  const done = way.filter(({ status }) => status === 'done').length;
  const waitsForPerson = wait?.awaits === 'approval' || wait?.awaits === 'person';
  const left = way.slice(done).reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    status: statusOf(deployment, live, wait),
    progress: ended ? 100 : way.length === 0 ? 0 : Math.round((100 * done) / way.length),
    step: ended ? null : (way[done]?.name ?? null),
    steps: steps.map(({ seconds: _, atMost: __, ...step }) => step),
    traffic: plan?.traffic?.productionRule === undefined ? null : trafficOf(deployment, log),
    gates: log.flatMap(({ data, at }) =>
      typeof data.gate === 'string' && typeof data.next === 'string'
        ? [{ gate: data.gate, next: data.next, because: String(data.because), at }]
        : [],
    ),
    approval: approvalOf(deployment, wait),
    estimatedEnd: ended || waitsForPerson || left === 0 ? null : new Date(now + left * 1000).toISOString(),
  };
}

function statusOf({ status }: Deployment, live: Live | undefined, wait: Wait | undefined): DeploymentView['status'] {
  if (status === 'ended') return 'ended';
  if (wait?.awaits === 'approval') return 'waiting-for-approval';
  if (live?.paused !== undefined || wait?.awaits === 'person') return 'paused';
  return live?.phase === 'planning' ? 'planned' : 'running';
}

function trafficOf({ verdict, plan }: Deployment, log: readonly LogLine[]): { old: number; new: number } {
  const share = log.reduce((before, { data }) => {
    if (data.stage === 'after-shift') return 100;
    if (data.stage !== 'before-traffic') return before;
    return typeof data.share === 'number' ? data.share : Math.min(100, before + (plan?.percent ?? 0));
  }, 0);
  const now = verdict === 'SUCCEEDED' ? 100 : verdict === undefined ? Math.round(share * 10) / 10 : 0;
  return { old: Math.round((100 - now) * 10) / 10, new: now };
}

function approvalOf({ plan, approvals = [] }: Deployment, wait: Wait | undefined): DeploymentView['approval'] {
  if (plan?.approvalsBecause === undefined) return null;
  const { approvals: needed, approvalsBecause: because } = plan;
  return { needed, because, given: approvals, deadline: wait?.awaits === 'approval' ? wait.dueAt : null };
}
