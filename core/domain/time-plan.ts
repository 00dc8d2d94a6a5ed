import type { Deadlines } from './deployment.ts';
import { p95 } from './past-seconds.ts';
import { isBeside, type StrategyName } from './service.ts';

/** What the time of a deployment depends on. Times are seconds. */
export interface TimeFacts {
  readonly strategy: StrategyName;
  /** Each time under watch in turn: the canary's share, each linear step, the last. */
  readonly bakes: readonly number[];
  readonly tasks: number;
  /** Of the service's limits in a rolling deployment, in percent of its tasks. */
  readonly minimumHealthyPercent: number;
  readonly maximumPercent: number;
  readonly healthCheckGrace: number;
  /** Until a target counts as healthy: interval times threshold. 0 without a load balancer. */
  readonly untilHealthy: number;
  readonly deregistrationDelay: number;
  readonly stopTimeout: number;
  readonly balancer: 'application' | 'network' | 'none';
  /** How long graceful leaves tasks with work in hand alone; 0 for any other strategy. */
  readonly graceful: number;
  /** What earlier deployments took beyond their bakes. */
  readonly past: readonly number[];
  /** Does the way back start tasks of the old version anew? */
  readonly coldBack: boolean;
  /** What a rehearsal of the old version took, with what it could not show. 0: there was none. */
  readonly rehearsed: number;
  readonly timeouts: Timeouts;
}

/** Seconds. `update`: on top of what the service itself needs. `warm`, `cold`: until traffic must be back on the old version. */
export interface Timeouts {
  readonly update: number;
  readonly warm: number;
  readonly cold: number;
}

/** How long a deployment may take, and which of its parts takes longest. */
export interface TimePlan {
  /** Seconds. Each wait of the machine ends at the latest then. */
  readonly deadlines: Omit<Deadlines, 'person'>;
  /** Warm: the old tasks still run, and only traffic moves. A person is paged when traffic is not back after `seconds`. */
  readonly wayBack: { readonly kind: 'warm' | 'cold'; readonly seconds: number; readonly because: string };
  readonly slowest: TimePart;
  /** Seconds without an answer where all old tasks stop before the first new one starts. */
  readonly outage: number;
}

export interface TimePart {
  readonly part: 'start' | 'health checks' | 'shift' | 'bake' | 'deregistration' | 'work in hand';
  readonly seconds: number;
  readonly because: string;
}

const MINUTE = 60;
/** Pulling an image and starting a task: one to two minutes on Fargate for an image of some hundred MB. */
const START = 2 * MINUTE;
/** ECS starts tasks of one service some hundred a minute at most. */
const STARTED_A_MINUTE = 100;
/** Weights reach all nodes of an Application Load Balancer within a minute; ECS waits ten for a Network Load Balancer. */
const SHIFT = { application: MINUTE, network: 10 * MINUTE, none: MINUTE };
const LEAST_SCALE_UP = 15 * MINUTE;
const LEAST_NETWORK_SHIFT = 25 * MINUTE;
/** Native bake of a deployment that shifts traffic, after our last gate. */
const NATIVE_BAKE = MINUTE;

/** The time plan of a deployment. Pure: whoever calls has read what the service is like, and its past. */
export function timePlanOf(facts: TimeFacts): TimePlan {
  const { balancer, timeouts } = facts;
  const { update } = timeouts;
  const known = 2 * p95(facts.past);
  const longestBake = Math.max(0, ...facts.bakes);
  const up = startSeconds(facts) + facts.healthCheckGrace + facts.untilHealthy;
  const down = facts.deregistrationDelay + facts.stopTimeout;
  const replaced = waves(facts) * (up + down) + facts.graceful;
  const shift = SHIFT[balancer] + update;
  const scaleUp = atLeast(LEAST_SCALE_UP, up + update, known);
  return {
    deadlines: {
      scaleUp,
      shift: balancer === 'network' ? atLeast(LEAST_NETWORK_SHIFT, shift) : atLeast(shift),
      bake: atLeast(longestBake + update),
      finish: atLeast(NATIVE_BAKE + SHIFT[balancer] + down + update, known),
      rollOut: atLeast(LEAST_SCALE_UP, replaced + update, known) + longestBake,
      // A way back may have to start every task again; nobody gives it up before that.
      rollBack: scaleUp + SHIFT[balancer] + atLeast(down + timeouts.cold),
    },
    wayBack: wayBackOf(facts, up),
    slowest: slowestOf(facts),
    outage: startSeconds(facts) + facts.untilHealthy,
  };
}

/** ECS replaces as many tasks at once as the service's limits let it. */
function waves({ tasks, minimumHealthyPercent, maximumPercent }: TimeFacts): number {
  const most = Math.floor((tasks * maximumPercent) / 100);
  const fewest = Math.ceil((tasks * minimumHealthyPercent) / 100);
  return Math.ceil(Math.max(1, tasks) / Math.max(1, most - fewest));
}

function startSeconds({ tasks }: TimeFacts): number {
  return START + Math.floor(tasks / STARTED_A_MINUTE) * MINUTE;
}

function wayBackOf(
  { strategy, coldBack, balancer, timeouts, past, rehearsed }: TimeFacts,
  up: number,
): TimePlan['wayBack'] {
  const propagation = isBeside(strategy) && balancer === 'network' ? SHIFT.network : 0;
  const slowly = propagation > 0 ? '; a Network Load Balancer takes ten minutes to move traffic' : '';
  if (coldBack) {
    const seconds = atLeast(timeouts.cold, up + MINUTE, rehearsed + MINUTE, p95(past)) + propagation;
    return { kind: 'cold', seconds, because: `no old task runs any more: the way back starts them again${slowly}` };
  }
  const because = `the old tasks run until the end: only traffic moves${slowly}`;
  return { kind: 'warm', seconds: timeouts.warm + propagation, because };
}

/** The part to look at when a deployment is slow. */
function slowestOf(facts: TimeFacts): TimePart {
  const { bakes, tasks, balancer, healthCheckGrace, untilHealthy, deregistrationDelay, graceful } = facts;
  const bake = bakes.reduce((sum, seconds) => sum + seconds, 0);
  const health = healthCheckGrace + untilHealthy;
  const shifts = balancer === 'network' ? 2 * SHIFT.network : SHIFT[balancer];
  const parts: readonly TimePart[] = [
    { part: 'start', seconds: startSeconds(facts), because: `pulling the image and starting ${tasks} tasks` },
    {
      part: 'health checks',
      seconds: health,
      because: `grace period of ${healthCheckGrace} s, and ${untilHealthy} s until a target counts as healthy`,
    },
    {
      part: 'shift',
      seconds: isBeside(facts.strategy) ? shifts : 0,
      because: balancer === 'network' ? 'a Network Load Balancer takes ten minutes at each of two stages' : 'weights',
    },
    {
      part: 'bake',
      seconds: bake,
      because: bakes.length === 1 ? 'under watch once' : `under watch ${bakes.length} times`,
    },
    {
      part: 'deregistration',
      seconds: deregistrationDelay,
      because: `old tasks are let go ${deregistrationDelay} s after their last new request`,
    },
    { part: 'work in hand', seconds: graceful, because: 'protected tasks may finish what they do' },
  ];
  return parts.reduce((slowest, part) => (part.seconds > slowest.seconds ? part : slowest));
}

function atLeast(...seconds: readonly number[]): number {
  return Math.ceil(Math.max(...seconds));
}
