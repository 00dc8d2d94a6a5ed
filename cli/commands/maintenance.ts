import type { Maintenance } from '../../core/domain/service.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { requireFlags } from '../required-flags.ts';
import { findService } from '../service-name.ts';

export const maintenance: Command = {
  usage: 'maintenance on|off <service> [--reason …]',
  summary: 'keep everybody from deploying to a service that is being worked on; off starts what waited for that',
  takes: 2,
  writes: true,
  flags: ['reason'],
  async run({ client, arguments: [turn, name], flags }) {
    if (turn !== 'on' && turn !== 'off') throw new Failure(EXIT.usage, `usage: belay ${maintenance.usage}`);
    if (turn === 'on') requireFlags(flags, 'reason');
    const service = await findService(client, name);
    const path = `/services/${service}/maintenance`;
    if (turn === 'off')
      return {
        text: `${service} is no longer in maintenance`,
        data: await client.remove<unknown>(path, { reason: flags.reason }),
      };
    const data = await client.post<{ maintenance: Maintenance }>(path, { reason: flags.reason });
    return {
      text: `${service} is in maintenance since ${data.maintenance.since}; \`belay maintenance off ${service}\` ends it`,
      data,
    };
  },
};
