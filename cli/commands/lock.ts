import type { Lock } from '../../core/domain/service.ts';
import type { Command } from '../command.ts';
import { requireFlags } from '../required-flags.ts';
import { findService } from '../service-name.ts';

export const lock: Command = {
  usage: 'lock <service> --reason … [--until <time>]',
  summary: 'keep everybody but yourself from deploying to a service',
  takes: 1,
  writes: true,
  flags: ['reason', 'until'],
  async run({ client, arguments: [name], flags }) {
    requireFlags(flags, 'reason');
    const { reason, until } = flags;
    const service = await findService(client, name);
    const data = await client.post<{ lock: Lock }>(`/services/${service}/lock`, { reason, ...(until && { until }) });
    const end = data.lock.until === undefined ? '' : `, until ${data.lock.until}`;
    return { text: `${service} is locked by ${data.lock.owner}${end}; \`belay unlock ${service}\` ends it`, data };
  },
};
