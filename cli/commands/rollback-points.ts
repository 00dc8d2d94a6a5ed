import type { ShownPoint } from '../../core/operations/show-point.ts';
import type { Command } from '../command.ts';
import { brief, table, time } from '../print.ts';
import { readiness } from '../readiness.ts';
import { rehearsedBriefly } from '../rehearsal.ts';
import { findService } from '../service-name.ts';

export const rollbackPoints: Command = {
  usage: 'rollback-points <service>',
  summary: 'what a service can go back to, newest first, and whether it could now',
  takes: 1,
  async run({ client, arguments: [name] }) {
    const service = await findService(client, name);
    const page = await client.get<{ items: readonly ShownPoint[] }>('/rollback-points', { service });
    const rows = page.items.map((point) => [
      time(point.createdAt),
      `${point.version}${point.next ? ' [previous]' : ''}`,
      point.status,
      point.name ?? '–',
      brief(readiness(point)),
      rehearsedBriefly(point),
      point.id,
    ]);
    const text =
      rows.length === 0
        ? `${service} has no rollback point yet; a deployment captures one, and \`belay rollback-point create ${service} --name …\` makes one`
        : table(['MADE', 'VERSION', 'STATUS', 'NAME', 'READY', 'REHEARSED', 'ID'], rows);
    return { text, data: page };
  },
};
