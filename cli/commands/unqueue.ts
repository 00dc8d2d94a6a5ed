import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { findService } from '../service-name.ts';

export const unqueue: Command = {
  usage: 'unqueue <service> <deployment>',
  summary: 'take out a deployment that waits for its time or its turn; `why` lists them',
  takes: 2,
  writes: true,
  async run({ client, arguments: [name, id] }) {
    if (id === undefined) throw new Failure(EXIT.usage, `usage: belay ${unqueue.usage}`);
    const service = await findService(client, name);
    const data = await client.remove<unknown>(`/services/${service}/waiting/${encodeURIComponent(id)}`);
    return { text: `${id} is taken out; it will not start`, data };
  },
};
