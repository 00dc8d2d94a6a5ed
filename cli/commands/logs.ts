import type { ServiceLine } from '../../core/domain/service-lines.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { followLog, type LogPage, type LogStart } from '../follow-log.ts';
import { time } from '../print.ts';
import { findService } from '../service-name.ts';

/** The API cannot push lines yet, so --follow asks again. Milliseconds. */
const PAUSE = 5000;
/** Lines of one answer where the end of the log is followed: the most that the API gives. */
const MOST = '1000';

export const logs: Command = {
  usage:
    'logs <service> [--deployment <id>] [--since today|15m|…] [--errors] [--follow] [--limit n] [--cursor …] [--timeout <seconds>]',
  summary: 'what the containers of a service write; with --errors also why tasks stopped',
  takes: 1,
  flags: ['deployment', 'since', 'errors', 'follow', 'limit', 'cursor', 'timeout'],
  async run(invocation) {
    const { client, flags } = invocation;
    const { deployment, errors, follow, limit } = flags;
    const service = await findService(client, invocation.arguments[0]);
    const query = { deployment, errors: String(errors), limit: limit ?? (follow ? MOST : undefined) };
    const read = (start: LogStart): Promise<LogPage> => client.get(`/services/${service}/logs`, { ...query, ...start });
    const start = { since: since(flags.since), cursor: flags.cursor };
    return follow ? followToEnd(invocation, read, start) : readAll(service, read, start, limit !== undefined);
  },
};

type Read = (start: LogStart) => Promise<LogPage>;

async function readAll(service: string, read: Read, start: LogStart, onePage: boolean): Promise<Answer> {
  const items: ServiceLine[] = [];
  let { cursor } = start;
  for (;;) {
    const page = await read({ ...start, cursor });
    items.push(...page.items);
    cursor = page.next;
    if (page.more && !onePage) continue;
    const found = items.length > 0 ? items.map(describe) : [`${service} wrote nothing that this asks for`];
    const more = page.more ? [`more: --cursor ${page.next}`] : [];
    const text = [...found, ...page.notes.map(inBrackets), ...more].join('\n');
    return { text, data: { items, next: page.next, notes: page.notes } };
  }
}

async function followToEnd({ flags, tell }: Invocation, read: Read, start: LogStart): Promise<Answer> {
  const until = performance.now() + flags.timeout * 1000;
  const items: ServiceLine[] = [];
  const { next, notes } = await followLog(read, start, {
    line: (line) => {
      tell(describe(line));
      if (flags.json) items.push(line);
    },
    note: (text) => tell(inBrackets(text)),
    async again() {
      const pause = Math.min(PAUSE, until - performance.now());
      if (pause <= 0) return false;
      await new Promise((resolve) => setTimeout(resolve, pause));
      return true;
    },
  });
  return { text: `(followed for ${flags.timeout} s, as --timeout says)`, data: { items, next, notes } };
}

const inBrackets = (note: string): string => `(${note})`;

function describe({ at, task, container, kind, side, text }: ServiceLine): string {
  const who = [container, task.slice(0, 8), side].filter((part) => part !== undefined && part !== '').join(' ');
  return `${time(at)}  ${who}  ${kind === 'stopped' ? `stopped: ${text}` : text}`;
}

/** Midnight is where the person is; how long ago something was, the API knows by its own clock. */
function since(text: string | undefined): string | undefined {
  if (text !== 'today') return text;
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate()).toISOString();
}
