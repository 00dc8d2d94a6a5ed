import type { RolledBackMany } from '../../core/operations/roll-back-many.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { findEnvironment } from '../environment-name.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';
import { answerStarted, type Started } from './deploy.ts';
import { rehearse } from './rollback-point.ts';
import { tellMany } from './tell-many.ts';

export const rollback: Command = {
  usage:
    'rollback [<service>] [--to <version, point or deployment> | --deployment <id>] [--now] [--force] [--dry-run | --rehearse] [--reason …] [--watch] [--timeout <seconds>] | --all [--environment …] or --repository … [--to …] [--now] [--force] [--dry-run] [--reason …]',
  summary:
    'go back: to the version before, to the one that is named, to what ran before a deployment, or out of the deployment that is under way',
  takes: 1,
  writes: true,
  flags: (_, given) =>
    given.includes('all') || given.includes('repository')
      ? ['all', 'environment', 'repository', 'to', 'now', 'force', 'dry-run', 'reason']
      : ['to', 'deployment', 'now', 'force', 'dry-run', 'rehearse', 'reason', 'watch', 'timeout'],
  async run(invocation) {
    const { client, flags } = invocation;
    const { all, repository, reason, force, now, 'dry-run': dryRun } = flags;
    if (flags.rehearse && dryRun)
      throw new Failure(EXIT.usage, '--rehearse runs a task, and --dry-run nothing; give one of them');
    const to = targetOf(invocation);
    const body = { ...(reason && { reason }), ...(to && { to }), force, now, dryRun };
    const many = all || repository !== undefined;
    const asked = { ...body, ...(many ? await whichOf(invocation) : await serviceOf(invocation, to)) };
    if (flags.rehearse) return rehearseTarget(invocation, asked);
    if (!many && !dryRun) return answerStarted(invocation, await client.post<Started>('/rollbacks', asked));
    return tellMany(await client.post<RolledBackMany>('/rollbacks', asked), dryRun);
  },
};

/** Many services are named by one thing only: who names more may mean less than all. */
async function whichOf({ client, flags, arguments: [name] }: Invocation): Promise<object> {
  const { all, repository, environment } = flags;
  if (name !== undefined || (all && repository !== undefined))
    throw new Failure(EXIT.usage, 'name a service, or give --all, or --repository, and not two of them');
  return repository === undefined ? { environment: await findEnvironment(client, environment) } : { repository };
}

/** A deployment and a point are of one service: it need not be named. */
async function serviceOf({ client, arguments: [name] }: Invocation, to: object | undefined): Promise<object> {
  const own = to !== undefined && !('version' in to);
  return name === undefined && own ? {} : { service: await findService(client, name) };
}

/** A point's id begins with `rp-`, a deployment's ends with a time and four letters, and anything else is a version. */
function targetOf({ flags: { to, deployment } }: Invocation): object | undefined {
  if (to !== undefined && deployment !== undefined)
    throw new Failure(EXIT.usage, '--to and --deployment are two places to go to; give one of them');
  if (deployment !== undefined) return { deployment };
  if (to === undefined) return undefined;
  if (to.startsWith('rp-')) return { rollbackPoint: to };
  return /-\d{8}T\d{6}Z-[a-z0-9]{4}$/.test(to) ? { deployment: to } : { version: to };
}

/** Where it would lead, tried beside the service: nothing goes back. */
async function rehearseTarget(invocation: Invocation, asked: object): Promise<Answer> {
  const { deployments } = await invocation.client.post<RolledBackMany>('/rollbacks', { ...asked, dryRun: true });
  const point = deployments[0]?.point;
  if (point === undefined) throw new Failure(EXIT.refused, 'there is no rollback point to try');
  return rehearse(invocation, `/rollback-points/${encodeURIComponent(point)}`);
}
