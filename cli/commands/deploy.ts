import type { DeploymentLog } from '../../core/operations/deployment-log.ts';
import type { Client } from '../client.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { deploymentBody, HOW_TO_DEPLOY, STARTING, waitingBody } from '../deployment-body.ts';
import { EXIT, exitCodeOf, Failure } from '../exit-code.ts';
import { follow } from '../follow.ts';
import { findService } from '../service-name.ts';
import { tellPlan } from './plan.ts';
import { describeLastWords, readLog } from './show.ts';

/** `status`, `expectedAt` and `until` are there where it waits. */
interface StartedOne {
  readonly id: string;
  readonly service: string;
  readonly to: unknown;
  readonly status?: 'queued' | 'scheduled';
  readonly expectedAt?: string;
  readonly until?: string;
}

/** What starting a deployment or a rollback answers. */
export interface Started {
  readonly deployments: readonly StartedOne[];
}

export const deploy: Command = {
  usage:
    'deploy <service> <version> [--strategy blue-green|canary|linear|rolling|immediate|graceful] [--percent n] [--step-bake 10m] [--bake 5m] [--checks checks.json] [--no-checks] [--alarms a,b] [--crash-threshold n] [--one-at-a-time] [--minimum-healthy n] [--maximum n] [--wait 15m] [--on-timeout proceed|ask|give-up] [--first] [--downgrade] [--force] [--queue] [--at <time>] [--reason …] [--dry-run] [--watch] [--timeout <seconds>], or deploy --plan <id>',
  summary: 'move a service to a version',
  takes: 2,
  writes: true,
  flags: ['plan', 'downgrade', ...HOW_TO_DEPLOY, ...STARTING],
  async run(invocation) {
    const { client, flags } = invocation;
    const [name, version] = invocation.arguments;
    const { plan } = flags;
    if (flags['dry-run']) return tellPlan(invocation);
    if (plan !== undefined) return answerStarted(invocation, await runPlan(invocation, plan));
    if (version === undefined)
      throw new Failure(EXIT.usage, 'name a service and a version, such as: belay deploy staging/web 1.4.2');
    const service = await findService(client, name);
    const asked = { service, version, ...deploymentBody(flags), ...waitingBody(flags) };
    return answerStarted(invocation, await client.post<Started>('/deployments', asked));
  },
};

/** Exactly what the plan says: what else is said here would not be obeyed. */
async function runPlan({ client, flags, arguments: words }: Invocation, plan: string): Promise<Started> {
  const { reason, ...more } = deploymentBody(flags);
  const [surplus] = [...words, ...Object.keys(more)];
  if (surplus !== undefined)
    throw new Failure(EXIT.usage, `"${surplus}" is for another plan: ${plan} runs as it is. Plan anew: belay plan`);
  return client.post<Started>('/deployments', { plan, ...(reason !== undefined && { reason }), ...waitingBody(flags) });
}

/** Tells what was started and, under --watch, how it ended. */
export async function answerStarted({ client, flags, tell }: Invocation, started: Started): Promise<Answer> {
  const [first] = started.deployments;
  if (first === undefined) throw new Failure(EXIT.refused, 'nothing was started');
  if (flags.watch) return watchToEnd({ client, flags, tell }, first.id);
  if (first.status !== undefined) return answerWaiting(first, started);
  return { text: `${first.id} has begun; \`belay watch ${first.id}\` follows it`, data: started };
}

function answerWaiting({ id, service, status, expectedAt, until }: StartedOne, data: Started): Answer {
  const what = status === 'scheduled' ? `starts at ${expectedAt}` : `waits for its turn, from ${expectedAt} on`;
  const text = `${id} ${what}, and is given up at ${until}; \`belay unqueue ${service} ${id}\` takes it out`;
  return { text, data };
}

export async function watchToEnd(
  { client, flags, tell }: Pick<Invocation, 'client' | 'flags' | 'tell'>,
  id: string,
): Promise<Answer> {
  const ended = await follow(client, id, { giveUpAfter: flags.timeout, tell });
  const verdict = ended.verdict ?? 'STUCK';
  if (verdict !== 'SUCCEEDED') await tellLastWords(client, id, tell);
  return { text: `${verdict}: ${ended.because ?? ''}`, data: ended, exitCode: exitCodeOf(verdict) };
}

/** A Belay that does not know of last words, or cannot tell them now, has told its verdict: that counts. */
async function tellLastWords(client: Client, id: string, tell: (line: string) => void): Promise<void> {
  try {
    const { lastWords = [] }: Partial<DeploymentLog> = await readLog(client, id);
    for (const words of lastWords) tell(describeLastWords(words));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
  }
}
