import type { Command, FlagName, Invocation } from '../command.ts';
import { deploymentBody, HOW_TO_DEPLOY, STARTING, waitingBody } from '../deployment-body.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';
import { answerStarted, type Started } from './deploy.ts';
import { tellPlan } from './plan.ts';

const FLAGS: readonly FlagName[] = ['to', ...HOW_TO_DEPLOY, ...STARTING];

export const upgrade: Command = {
  usage:
    'upgrade <service> [<version> | --to <version> | --latest | --stable] [how to deploy, and --queue, --at, --dry-run, --watch and --timeout as deploy takes them]',
  summary: 'move a service to a newer version: the newest stable one where none is named',
  takes: 2,
  writes: true,
  flags: ['latest', 'stable', ...FLAGS],
  run: (invocation) => go(invocation, 'upgrade', versionOf(invocation) ?? 'stable'),
};

export const downgrade: Command = {
  usage:
    'downgrade <service> <version> | --to <version> [how to deploy, and --queue, --at, --dry-run, --watch and --timeout as deploy takes them]',
  summary: 'move a service to an older version, on purpose',
  takes: 2,
  writes: true,
  flags: FLAGS,
  run: (invocation) => go(invocation, 'downgrade', versionOf(invocation)),
};

/** A version is named in one way only. */
function versionOf({ arguments: [, word], flags: { to, latest, stable } }: Invocation): string | undefined {
  const named = [word, to, ...(latest ? ['latest'] : []), ...(stable ? ['stable'] : [])].filter(
    (version) => version !== undefined,
  );
  if (named.length > 1)
    throw new Failure(EXIT.usage, `${named.join(' and ')} are ${named.length} versions; name one of them`);
  return named[0];
}

async function go(invocation: Invocation, direction: string, version: string | undefined) {
  const {
    client,
    flags,
    arguments: [name],
  } = invocation;
  if (version === undefined)
    throw new Failure(EXIT.usage, `name a service and a version, such as: belay ${direction} staging/web 1.4.1`);
  if (flags['dry-run']) return tellPlan(invocation, { version, direction });
  const service = await findService(client, name);
  const asked = { ...deploymentBody(flags), ...waitingBody(flags), service, version, direction };
  return answerStarted(invocation, await client.post<Started>('/deployments', asked));
}
