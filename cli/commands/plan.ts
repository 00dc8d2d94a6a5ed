import type { Plan } from '../../core/domain/deployment.ts';
import type { PlannedDeployment } from '../../core/domain/planned-deployment.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { deploymentBody, HOW_TO_DEPLOY } from '../deployment-body.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';
import { atMost, lasting } from '../time-words.ts';

export const plan: Command = {
  usage: 'plan <service> <version> [--downgrade] [how to deploy, as deploy takes it]',
  summary:
    'what a deployment would do, and everything that stands in its way; `belay deploy --plan <id>` runs exactly it',
  takes: 2,
  flags: ['downgrade', ...HOW_TO_DEPLOY],
  run: (invocation) => tellPlan(invocation),
};

/** Makes a plan and tells it. Ends with 3 when it is refused. */
export async function tellPlan(
  { client, flags, arguments: [name, named] }: Invocation,
  way: { readonly version?: string; readonly direction?: string } = {},
): Promise<Answer> {
  const version = way.version ?? named;
  if (version === undefined)
    throw new Failure(EXIT.usage, 'name a service and a version, such as: belay plan staging/web 1.4.2');
  const service = await findService(client, name);
  const planned = await client.post<PlannedDeployment>('/plans', {
    service,
    ...deploymentBody(flags),
    ...way,
    version,
  });
  return { text: textOf(planned), data: planned, ...(planned.plan === null && { exitCode: EXIT.refused }) };
}

function textOf({
  id,
  service,
  from,
  to,
  options,
  plan,
  refusals,
  steps,
  findings,
  changes,
}: PlannedDeployment): string {
  const head = `${service}: ${from?.version ?? 'nothing'} → ${to.version} (${to.digest.slice(0, 19)})`;
  if (plan === null)
    return [
      `${head}: refused, nothing was touched`,
      ...refusals.map(({ code, message }) => `  ✗ ${message} [${code}]`),
    ].join('\n');
  const lines = steps.map(({ name, seconds, atMost: longest }) => {
    const lasts = seconds === 0 ? '' : `${lasting(seconds)}, `;
    return `  ${name} (${lasts}${atMost(longest)})`;
  });
  const back = {
    warm: 'warm: the old version keeps running until the end, going back is a shift of traffic',
    cold: `cold: tasks of the old version start again${rehearsedIn(plan)}`,
    none: 'none: nothing has succeeded before',
  }[plan.wayBack];
  return [
    `${head}, ${plan.strategy}: ${plan.because}`,
    ...lines,
    ...changes.map((change) => `  changes: ${change}`),
    ...roomIn(plan),
    `  way back: ${back}, ${atMost(plan.backWithin)}`,
    `  slowest: ${plan.slowest.part}, ${lasting(plan.slowest.seconds)} (${plan.slowest.because})`,
    `  watched by: ${plan.alarms.join(', ') || 'no alarm'}`,
    ...(plan.patterns ?? []).map(
      ({ pattern, container, perMinute }) =>
        `  watched in the logs: ${pattern} of ${container}, more than ${perMinute} a minute`,
    ),
    ...checksIn(options),
    ...approvalIn(plan),
    ...plan.warnings.map((warning) => `  ! ${warning}`),
    ...findings.flatMap(({ status, what, because }) => (status === 'warning' ? [`  ! ${what}: ${because}`] : [])),
    `  ${findings.filter(({ status }) => status === 'ok').length} checks are ok, ${findings.filter(({ status }) => status === 'unknown').length} could not be looked at: \`belay verify ${service} ${to.version}\` lists them`,
    `\`belay deploy --plan ${id}\` runs exactly this`,
  ].join('\n');
}

/** Checks that the request brought. */
function checksIn({ checks }: PlannedDeployment['options']): readonly string[] {
  if (checks === undefined || typeof checks === 'boolean') return [];
  const names = checks.map(({ id, when }) => `${id} (${when})`).join(', ');
  return [`  checks in place of the service's: ${names || 'none'}`];
}

/** When it was tried, and how long that took. */
function rehearsedIn({ rehearsed }: Pick<Plan, 'rehearsed'>): string {
  if (rehearsed === undefined) return ' (never rehearsed)';
  const { at, seconds, until, plus } = rehearsed;
  const more = plus === undefined ? '' : `, and ${lasting(plus)} at least for the load balancer's checks`;
  return ` (rehearsed on ${at.slice(0, 10)}: ${lasting(seconds)} until one was ${until}${more})`;
}

function roomIn({ extraTasks = 0 }: Plan): readonly string[] {
  if (extraTasks === 0) return [];
  return [`  room: ${extraTasks} more ${extraTasks === 1 ? 'task runs' : 'tasks run'} while both versions do`];
}

/** How many approvals, of whom, and which rule says so. */
function approvalIn({ approvals: count, approvers = [], approvalsBecause }: Plan): readonly string[] {
  if (approvalsBecause === undefined) return [];
  const whose = count === 0 ? '' : ` of ${approvers.join(' or ') || 'anybody but who asks'}`;
  return [`  needs ${approvals(count)}${whose}: ${approvalsBecause}`];
}

function approvals(count: number): string {
  if (count === 0) return 'no approval';
  return count === 1 ? '1 approval' : `${count} approvals`;
}
