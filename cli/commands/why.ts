import type { Why } from '../../core/operations/why.ts';
import type { Command } from '../command.ts';
import { time } from '../print.ts';
import { findService } from '../service-name.ts';

export const why: Command = {
  usage: 'why <service>',
  summary: 'what a service waits for, and what became of the last pushes',
  takes: 1,
  async run({ client, arguments: [name] }) {
    const answer = await client.get<Why>(`/services/${await findService(client, name)}/why`);
    const awaits =
      answer.awaits === null
        ? []
        : [
            `waits for ${answer.awaits.what} since ${time(answer.awaits.since)}, at the latest until ${time(answer.awaits.dueAt)}`,
          ];
    const denied = answer.denied.map(
      ({ digest, because }) =>
        `denied ${digest.slice(0, 19)}: ${because}; \`belay lift ${answer.service} --digest ${digest}\` allows it`,
    );
    const pushes = answer.decisions
      .slice(0, 5)
      .map(({ at, tag, outcome, because }) => `${time(at)}  ${tag}  ${outcome}: ${because}`);
    return { text: [answer.because, ...awaits, ...denied, ...pushes].join('\n'), data: answer };
  },
};
