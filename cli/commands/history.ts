import type { Deployment } from '../../core/domain/deployment.ts';
import type { Page } from '../../core/ports.ts';
import type { Command } from '../command.ts';
import { brief, table, time } from '../print.ts';
import { findService } from '../service-name.ts';

export const history: Command = {
  usage: 'history <service> [--limit 20] [--cursor …]',
  summary: 'the deployments of a service, newest first',
  takes: 1,
  flags: ['limit', 'cursor'],
  async run({ client, arguments: [name], flags }) {
    // What was unadopted has a history too, and is found by its whole name alone.
    const service = name?.includes('/') ? name : await findService(client, name);
    const { limit, cursor } = flags;
    const page = await client.get<Page<Deployment>>('/deployments', { service, limit, cursor });
    const rows = page.items.map(({ id, from, to, verdict, status, startedAt, by, because }) => [
      time(startedAt),
      `${from?.version ?? '–'} → ${to.version}`,
      verdict ?? status,
      by,
      brief(because ?? '–'),
      id,
    ]);
    const more = page.next === undefined ? '' : `\nmore: --cursor ${page.next}`;
    const text =
      rows.length === 0
        ? `${service} was not deployed by Belay yet`
        : table(['STARTED', 'VERSION', 'VERDICT', 'BY', 'BECAUSE', 'ID'], rows) + more;
    return { text, data: page };
  },
};
