import type { Hold } from '../../core/domain/service.ts';
import type { Command } from '../command.ts';
import { requireFlags } from '../required-flags.ts';
import { findService } from '../service-name.ts';

export const hold: Command = {
  usage: 'hold <service> --reason …',
  summary: 'keep automation off a service; persons still deploy to it',
  takes: 1,
  writes: true,
  flags: ['reason'],
  async run({ client, arguments: [name], flags }) {
    requireFlags(flags, 'reason');
    const service = await findService(client, name);
    const data = await client.post<{ hold: Hold }>(`/services/${service}/hold`, { reason: flags.reason });
    return {
      text: `${service} is held since ${data.hold.since}: ${data.hold.because}; \`belay lift ${service}\` ends it`,
      data,
    };
  },
};
