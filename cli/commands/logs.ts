import type { ServiceLine } from '../../core/domain/service-lines.ts';
import type { ServiceLog } from '../../core/operations/read-logs.ts';
import type { Command } from '../command.ts';
import { time } from '../print.ts';
import { findService } from '../service-name.ts';

/** What the API answers: the place to go on is a cursor. */
type Page = Omit<ServiceLog, 'place'> & { readonly next: string };

/** The API cannot push lines yet, so --follow asks again. Milliseconds. */
const PAUSE = 5000;

export const logs: Command = {
  usage: 'logs <service> [--deployment <id>] [--since today|15m|…] [--errors] [--follow] [--timeout <seconds>]',
  summary: 'what the containers of a service write; with --errors also why tasks stopped',
  takes: 1,
  async run({ client, arguments: [name], flags, tell }) {
    const { deployment, errors, follow, limit, timeout } = flags;
    const service = await findService(client, name);
    const query = { deployment, since: since(flags.since), errors: String(errors), limit };
    const items: ServiceLine[] = [];
    const notes = new Set<string>();
    const until = performance.now() + timeout * 1000;
    let cursor = flags.cursor;
    for (;;) {
      const page: Page = await client.get(`/services/${service}/logs`, { ...query, cursor });
      cursor = page.next;
      for (const note of page.notes) notes.add(note);
      if (follow) for (const line of page.items) tell(describe(line));
      else items.push(...page.items);
      if (page.more && limit === undefined) continue;
      if (!follow || performance.now() > until) break;
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
    const found = items.map(describe);
    const nothing = follow || items.length > 0 ? [] : [`${service} wrote nothing that this asks for`];
    const text = [...found, ...nothing, ...[...notes].map((note) => `(${note})`)].join('\n');
    return { text, data: { items, next: cursor, notes: [...notes] } };
  },
};

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
