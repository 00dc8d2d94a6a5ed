import type { Command } from '../command.ts';
import { findService } from '../service-name.ts';

export const lift: Command = {
  usage: 'lift <service> [--digest sha256:…] [--reason …]',
  summary: 'let automation back in after a rollback, and allow a denied digest again',
  takes: 1,
  writes: true,
  flags: ['digest', 'reason'],
  async run({ client, arguments: [name], flags }) {
    const service = await findService(client, name);
    const data = await client.remove<unknown>(`/services/${service}/hold`, {
      digest: flags.digest,
      reason: flags.reason,
    });
    return {
      text: `${service} is no longer held${flags.digest ? `, and ${flags.digest} is allowed again` : ''}`,
      data,
    };
  },
};
