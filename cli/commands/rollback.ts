import type { RolledBackMany } from '../../core/operations/roll-back-many.ts';
import type { Command, Invocation } from '../command.ts';
import { findEnvironment } from '../environment-name.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';
import { answerStarted, type Started } from './deploy.ts';
import { tellMany } from './tell-many.ts';

export const rollback: Command = {
  usage:
    'rollback <service> [--to <version, point or deployment>] [--force] [--dry-run] [--reason …] [--watch] | --all [--environment …] | --repository …',
  summary: 'go back: to the version before or the one that is named, or out of the deployment that is under way',
  takes: 1,
  writes: true,
  dryRun: true,
  async run(invocation) {
    const { client, flags } = invocation;
    const { all, repository, reason, force, 'dry-run': dryRun } = flags;
    const body = { ...(reason && { reason }), ...(flags.to && { to: targetOf(flags.to) }), force, dryRun };
    if (all || repository !== undefined)
      return tellMany(
        await client.post<RolledBackMany>('/rollbacks', { ...body, ...(await whichOf(invocation)) }),
        dryRun,
      );
    const service = await findService(client, invocation.arguments[0]);
    if (!dryRun) return answerStarted(invocation, await client.post<Started>('/rollbacks', { service, ...body }));
    return tellMany(await client.post<RolledBackMany>('/rollbacks', { service, ...body }), dryRun);
  },
};

/** Many services are named by one thing only: who names more may mean less than all. */
async function whichOf({ client, flags, arguments: [name] }: Invocation): Promise<object> {
  const { all, repository, environment } = flags;
  if (name !== undefined || (all && repository !== undefined))
    throw new Failure(EXIT.usage, 'name a service, or give --all, or --repository, and not two of them');
  return repository === undefined ? { environment: await findEnvironment(client, environment) } : { repository };
}

/** A point's id begins with `rp-`, a deployment's ends with a time and four letters, and anything else is a version. */
function targetOf(text: string): object {
  if (text.startsWith('rp-')) return { rollbackPoint: text };
  return /-\d{8}T\d{6}Z-[a-z0-9]{4}$/.test(text) ? { deployment: text } : { version: text };
}
