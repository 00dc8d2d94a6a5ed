import { approvalsNeeded, atLeast } from './approvals-needed.ts';
import { atTheEnd } from './at-the-end.ts';
import { longestTaskCheck } from './check.ts';
import type { Plan } from './deployment.ts';
import { extraTasks } from './extra-tasks.ts';
import { limitsOf } from './limits.ts';
import { mayGoBackByItself } from './made-alarm.ts';
import type { Options } from './options.ts';
import { readOwnerConfiguration } from './owner-configuration.ts';
import { bakesOf } from './past-seconds.ts';
import { alarmsOf, isColdBack, type Planning, type Preflight } from './plan.ts';
import { warningsOf } from './plan-warnings.ts';
import { isBeside, type ServiceSettings, type StrategyName } from './service.ts';
import { type TimeFacts, timePlanOf } from './time-plan.ts';
import type { RevisionTraffic, ServiceTruth, TaskHost } from './truth.ts';
import { watchedLogs } from './watched-log.ts';
import { COMMAND_SECONDS } from './way-back-commands.ts';
import { wiringOf } from './wiring.ts';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Seconds that a graceful deployment gives work in hand. */
const GRACE = 15 * MINUTE;
/** Seconds between SIGTERM and SIGKILL where a container names none. */
const STOP_TIMEOUT = 30;
/** ECS's and the load balancer's own defaults, for a service whose target groups were never read. Seconds. */
const UNKNOWN_PACE = { untilHealthy: 150, deregistrationDelay: 300 };

/** Lays out the plan of a deployment that nothing stands in the way of. */
export function layOutPlan(
  deployment: Planning,
  preflight: Preflight,
  ecs: ServiceTruth,
  strategy: StrategyName,
  because: string,
): Plan {
  const { settings } = preflight;
  const options = deployment.options ?? {};
  const bake = options.bake ?? settings.bake;
  const { percent, stepBake } = sharesOf(strategy, options, settings);
  const extensions = settings.extensions ?? 1;
  const checks =
    isBeside(strategy) && (typeof options.checks === 'boolean' ? options.checks : settings.checks.length > 0);
  const healthy = limitsOf(strategy, options, settings, ecs);
  const wait = options.wait ?? settings.strategies?.graceful?.wait ?? GRACE;
  const { approval } = settings;
  const patterns = preflight.logs === undefined ? [] : watchedLogs(settings, preflight.logs);
  const { kind } = deployment;
  const approvals =
    kind === 'rollback'
      ? { count: 0 }
      : atLeast(options.approvals, approvalsNeeded(approval, deployment.to, preflight.running, preflight.securityFix));
  const alarms = alarmsOf(options, settings);
  const automatic = mayGoBackByItself(settings, options);
  const watched = { alarms, automatic, bake, ...(patterns.length > 0 && { patterns }) };
  const end =
    kind === 'deploy' && !isBeside(strategy) ? atTheEnd(watched, settings, ecs.deploymentConfiguration) : undefined;
  const held = end?.watchedBy === 'nobody' ? 0 : bake;
  const times = timePlanOf(timeFacts({ kind, strategy, bake: held, stepBake, percent, wait }, preflight, ecs));
  return {
    strategy,
    because,
    bake,
    stepBake,
    percent,
    extensions,
    automatic,
    notEnoughData: settings.notEnoughData ?? 'give-up',
    crashThreshold: options.crashThreshold ?? 3,
    minimumRequests: settings.minimumRequests,
    alarms,
    ...(patterns.length > 0 && { patterns }),
    checks,
    ...(end && { end }),
    healthy,
    extraTasks: extraTasks(strategy, healthy, ecs),
    onTimeout: options.onTimeout ?? settings.strategies?.graceful?.onTimeout ?? 'proceed',
    wayBack: preflight.running === undefined ? 'none' : times.wayBack.kind,
    ...(preflight.rehearsed && { rehearsed: preflight.rehearsed }),
    warnings: warningsOf(ecs, {
      strategy,
      percent,
      outage: times.outage,
      untested: checks && preflight.test === undefined,
      checks: settings.checks,
      end,
      alarms,
      patterns: patterns.length > 0,
    }),
    source: ecs.taskDefinition,
    tasks: hostOf(ecs),
    ...(preflight.image !== undefined && { image: preflight.image }),
    ...trafficOf(strategy, ecs, preflight.weights),
    ...(preflight.test && { test: preflight.test }),
    approvals: approvals.count,
    ...(approvals.because !== undefined && { approvalsBecause: approvals.because }),
    ...(approvals.count > 0 && { approvers: approval?.approvers ?? [] }),
    deadlines: {
      ...times.deadlines,
      shift: times.deadlines.shift + Math.max(bake, stepBake),
      // Graceful: what comes then is the policy's business.
      rollOut: strategy === 'graceful' ? wait : times.deadlines.rollOut,
      checks: longestTaskCheck(settings.checks) || MINUTE,
      command: COMMAND_SECONDS,
      person: approval?.deadline ?? DAY,
    },
    backWithin: times.wayBack.seconds,
    slowest: times.slowest,
  };
}

function hostOf({ launchType, loadBalancers }: ServiceTruth): TaskHost {
  return {
    ...(launchType !== undefined && { launchType }),
    loadBalancers: loadBalancers.map(({ container, containerPort }) => ({
      container,
      ...(containerPort !== undefined && { containerPort }),
    })),
  };
}

/** Beside the old version the new one gets the group that has no traffic; in its place, the service's own. */
function trafficOf(
  strategy: StrategyName,
  ecs: ServiceTruth,
  weights: Preflight['weights'],
): { readonly traffic?: RevisionTraffic } {
  const wiring = wiringOf(ecs);
  if (wiring === undefined) return {};
  const idle = (weights?.[wiring.targetGroup] ?? 0) > 0 ? wiring.alternate : wiring.targetGroup;
  const targetGroup = isBeside(strategy) && idle !== undefined ? idle : wiring.targetGroup;
  const { productionRule } = wiring;
  return { traffic: { targetGroup, ...(productionRule !== undefined && { productionRule }) } };
}

/** How much traffic moves at a time, and how long it is watched before the next. */
function sharesOf(strategy: StrategyName, options: Options, { strategies = {} }: ServiceSettings) {
  if (strategy === 'canary')
    return {
      percent: options.percent ?? strategies.canary?.percent ?? 5,
      stepBake: options.stepBake ?? strategies.canary?.bake ?? 600,
    };
  if (strategy === 'linear')
    return {
      percent: options.percent ?? strategies.linear?.percent ?? 10,
      stepBake: options.stepBake ?? strategies.linear?.bake ?? 360,
    };
  return { percent: 100, stepBake: 0 };
}

/** What the times follow from: what was read now, and what was read of the target groups when the service was put. */
function timeFacts(
  shares: Pick<Plan, 'strategy' | 'bake' | 'stepBake' | 'percent'> & Pick<Planning, 'kind'> & { readonly wait: number },
  { settings, past, rehearsed, timeouts }: Preflight,
  ecs: ServiceTruth,
): TimeFacts {
  const { minimumHealthyPercent = 100, maximumPercent = 200 } = readOwnerConfiguration(ecs.deploymentConfiguration);
  const { pace } = settings;
  return {
    strategy: shares.strategy,
    bakes: bakesOf(shares),
    tasks: ecs.desiredCount,
    minimumHealthyPercent,
    maximumPercent,
    healthCheckGrace: ecs.healthCheckGrace,
    untilHealthy: pace?.untilHealthy ?? UNKNOWN_PACE.untilHealthy,
    deregistrationDelay: pace?.deregistrationDelay ?? UNKNOWN_PACE.deregistrationDelay,
    stopTimeout: STOP_TIMEOUT,
    balancer: pace?.balancer ?? (ecs.loadBalancers.length > 0 ? 'application' : 'none'),
    graceful: shares.strategy === 'graceful' ? shares.wait : 0,
    past,
    coldBack: isColdBack(shares.kind, shares.strategy),
    rehearsed: (rehearsed?.seconds ?? 0) + (rehearsed?.plus ?? 0),
    timeouts,
  };
}
