import type { StopTheLine } from '../../core/domain/environment-rule.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { requireFlags } from '../required-flags.ts';

export const stopTheLine: Command = {
  usage: "stop-the-line <environment or '*'> --reason …",
  summary: 'let nothing start in an environment, or in all; not even force gets past. Ways back still go',
  takes: 1,
  writes: true,
  flags: ['reason'],
  async run({ client, arguments: [environment], flags }) {
    if (environment === undefined) throw new Failure(EXIT.usage, `usage: belay ${stopTheLine.usage}`);
    requireFlags(flags, 'reason');
    const data = await client.post<StopTheLine>(pathOf(environment), { reason: flags.reason });
    return {
      text: `the line of ${environment} stands; \`belay start-the-line '${environment}'\` starts it again`,
      data,
    };
  },
};

export const startTheLine: Command = {
  usage: "start-the-line <environment or '*'> [--reason …]",
  summary: 'end a stop of the line; what waited for that starts',
  takes: 1,
  writes: true,
  flags: ['reason'],
  async run({ client, arguments: [environment], flags: { reason } }) {
    if (environment === undefined) throw new Failure(EXIT.usage, `usage: belay ${startTheLine.usage}`);
    const data = await client.remove<unknown>(pathOf(environment), { reason });
    return { text: `the line of ${environment} runs again`, data };
  },
};

function pathOf(environment: string): string {
  return `/environments/${encodeURIComponent(environment)}/stop`;
}
