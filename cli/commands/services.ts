import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { readJson } from '../read-json.ts';
import { status } from './status.ts';

export const services: Command = {
  usage: 'services [put <environment/service> --file service.json | show <service>]',
  summary: 'the services that Belay knows; put adopts one or changes its settings',
  takes: 2,
  writes: ([verb]) => verb === 'put',
  flags: ([verb]) => (verb === 'put' ? ['file'] : []),
  async run(invocation) {
    const { client, flags } = invocation;
    const [verb, name] = invocation.arguments;
    if (verb === undefined) return status.run(invocation);
    if (verb === 'show') return status.run({ ...invocation, arguments: invocation.arguments.slice(1) });
    if (verb !== 'put' || name === undefined || flags.file === undefined)
      throw new Failure(EXIT.usage, `usage: belay ${services.usage}`);
    const parts = name.split('/');
    if (parts.length !== 2)
      throw new Failure(EXIT.usage, `"${name}" is no service. Write environment/service, such as staging/web.`);
    const path = `/services/${parts.map(encodeURIComponent).join('/')}`;
    const data = await client.put<{ key: string }>(path, readJson(flags.file));
    return { text: `${data.key} is adopted; nothing in ECS was touched`, data };
  },
};
