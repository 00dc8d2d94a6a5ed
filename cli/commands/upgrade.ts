import type { Command } from '../command.ts';
import { deploymentBody, waitingBody } from '../deployment-body.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';
import { answerStarted, type Started } from './deploy.ts';
import { tellPlan } from './plan.ts';

export const upgrade: Command = {
  usage: 'upgrade <service> [<version>|latest] [the flags of deploy]',
  summary: 'move a service to a newer version: the newest stable one where none is named',
  takes: 2,
  writes: true,
  dryRun: true,
  run: (invocation) => go(invocation, 'upgrade', invocation.arguments[1] ?? 'stable'),
};

export const downgrade: Command = {
  usage: 'downgrade <service> <version> [the flags of deploy]',
  summary: 'move a service to an older version, on purpose',
  takes: 2,
  writes: true,
  dryRun: true,
  run: (invocation) => go(invocation, 'downgrade', invocation.arguments[1]),
};

async function go(invocation: Parameters<Command['run']>[0], direction: string, version: string | undefined) {
  const {
    client,
    flags,
    arguments: [name],
  } = invocation;
  if (version === undefined)
    throw new Failure(EXIT.usage, `name a service and a version, such as: belay ${direction} staging/web 1.4.1`);
  if (flags.plan !== undefined)
    throw new Failure(EXIT.usage, 'a plan says already where it leads: belay deploy --plan <id>');
  if (flags['dry-run']) return tellPlan(invocation, { version, direction });
  const service = await findService(client, name);
  const asked = { ...deploymentBody(flags), ...waitingBody(flags), service, version, direction };
  return answerStarted(invocation, await client.post<Started>('/deployments', asked));
}
