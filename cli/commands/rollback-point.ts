import type { Readiness } from '../../core/domain/readiness.ts';
import type { ShownPoint } from '../../core/operations/show-point.ts';
import type { Answer, Command, FlagName, Invocation } from '../command.ts';
import { findEnvironment } from '../environment-name.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { time } from '../print.ts';
import { readiness } from '../readiness.ts';
import { rehearsalOf, watchRehearsal } from '../rehearsal.ts';
import { findService } from '../service-name.ts';

interface Made {
  readonly items: readonly ShownPoint[];
  readonly left: readonly { readonly service: string; readonly because: string }[];
}

export const rollbackPoint: Command = {
  usage:
    'rollback-point create <service> --name … [--description …] [--command …] [--reason …] | create --all [--environment …] --name … | show or check <id> | delete <id> [--reason …] | rehearse <id> [--reason …] [--watch] [--timeout <seconds>]',
  summary: 'one rollback point: make one of what runs, look at it, try whether it would run, delete it',
  takes: 2,
  writes: ([verb = '']) => ['create', 'delete', 'rehearse'].includes(verb),
  flags: ([verb = '']) => (Object.hasOwn(FLAGS, verb) ? (FLAGS[verb] ?? []) : []),
  async run(invocation) {
    const [verb, subject] = invocation.arguments;
    if (verb === 'create') return create(invocation, subject);
    const act = Object.hasOwn(ACTS, verb ?? '') ? ACTS[verb ?? ''] : undefined;
    if (act === undefined || subject === undefined)
      throw new Failure(EXIT.usage, `usage: belay ${rollbackPoint.usage}`);
    return act(invocation, `/rollback-points/${encodeURIComponent(subject)}`);
  },
};

const FLAGS: Readonly<Record<string, readonly FlagName[]>> = {
  create: ['name', 'description', 'command', 'reason', 'all', 'environment'],
  delete: ['reason'],
  rehearse: ['reason', 'watch', 'timeout'],
};

const ACTS: Readonly<Record<string, (invocation: Invocation, path: string) => Promise<Answer>>> = {
  show,
  check,
  delete: remove,
  rehearse,
};

async function create({ client, flags }: Invocation, name: string | undefined): Promise<Answer> {
  if (flags.name === undefined) throw new Failure(EXIT.usage, 'give the point a name: --name before-the-migration');
  const of = flags.all
    ? { environment: await findEnvironment(client, flags.environment) }
    : { service: await findService(client, name) };
  const { description, command: commands, reason } = flags;
  const data = await client.post<Made>('/rollback-points', {
    ...of,
    name: flags.name,
    ...(description && { description }),
    ...(reason && { reason }),
    ...(commands && { commands }),
  });
  const made = data.items.map(
    (point) => `${point.service} ${point.version} is kept as ${point.id}, ${readiness(point)}`,
  );
  const left = data.left.map(({ service, because }) => `${service} is left out: ${because}`);
  const exitCode = data.items.length > 0 ? EXIT.succeeded : EXIT.refused;
  return { text: [...made, ...left].join('\n'), data, exitCode };
}

async function show({ client }: Invocation, path: string): Promise<Answer> {
  const point = await client.get<ShownPoint>(path);
  const lines = [
    ['point', `${point.id}${point.name === undefined ? '' : ` "${point.name}"`}, ${point.type}, ${point.status}`],
    ['service', point.service],
    ['version', `${point.version} (${point.data.digest})`],
    [
      'made',
      `${time(point.createdAt)} by ${point.createdBy}${point.deployment ? ` for ${point.deployment}` : ''}${point.approvedBy ? `, approved by ${point.approvedBy}` : ''}${point.reason ? `: ${point.reason}` : ''}`,
    ],
    ...(point.description === undefined ? [] : [['about', point.description]]),
    ...point.commands.map((command) => ['runs', command]),
    ['use', [...(point.next ? ['the version before'] : []), ...(point.inUse ? ['in use'] : [])].join(', ') || 'none'],
    ['ready', `${readiness(point)}${point.ready ? ` (${time(point.ready.checkedAt)})` : ''}`],
    ...(point.ready?.unchecked ?? []).map((name) => ['', `not looked at: ${name}`]),
    ['rehearsed', rehearsalOf(point)],
  ];
  return { text: lines.map(([name = '', value]) => `${name.padEnd(11)} ${value}`).join('\n'), data: point };
}

async function check({ client }: Invocation, path: string): Promise<Answer> {
  const data = await client.post<{ id: string; ready: Readiness }>(`${path}/check`, {});
  return { text: `${data.id} is ${readiness(data)}`, data, exitCode: data.ready.ok ? EXIT.succeeded : EXIT.refused };
}

async function remove({ client, flags }: Invocation, path: string): Promise<Answer> {
  const data = await client.remove<{ deleted: string; service: string }>(path, { reason: flags.reason });
  return { text: `${data.deleted} of ${data.service} is deleted`, data };
}

export async function rehearse(invocation: Invocation, path: string): Promise<Answer> {
  const { reason, watch } = invocation.flags;
  const data = await invocation.client.post<{ point: string }>(`${path}/rehearse`, { ...(reason && { reason }) });
  if (!watch)
    return {
      text: `a task of ${data.point} starts; \`belay rollback-point show ${data.point}\` tells how it went`,
      data,
    };
  return watchRehearsal(invocation, path);
}
