import type { Lock } from '../../core/domain/service.ts';
import type { Command } from '../command.ts';
import { requireFlags } from '../required-flags.ts';
import { findService } from '../service-name.ts';

export const unlock: Command = {
  usage: 'unlock <service> [--force] [--reason …]',
  summary: "take your lock away, or another's by force; what waited for it starts",
  takes: 1,
  writes: true,
  flags: ['force', 'reason'],
  async run({ client, arguments: [name], flags }) {
    const { force, reason } = flags;
    if (force) requireFlags(flags, 'reason');
    const service = await findService(client, name);
    const query = { ...(force && { force: 'true' }), reason };
    const data = await client.remove<{ was: Lock | null }>(`/services/${service}/lock`, query);
    const was = data.was === null ? 'was not locked' : `is no longer locked (it was by ${data.was.owner})`;
    return { text: `${service} ${was}`, data };
  },
};
