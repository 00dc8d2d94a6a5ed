import type { Why } from '../../core/operations/why.ts';
import type { Command } from '../command.ts';
import { brief, table, time } from '../print.ts';
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
    const blocks =
      answer.blocks.length === 0
        ? []
        : [
            table(
              ['BLOCK', 'KEEPS OFF', 'SINCE', 'UNTIL', 'BY', 'BECAUSE', 'ENDED BY', 'FORCE'],
              answer.blocks.map((block) => [
                block.kind,
                block.blocks,
                time(block.since),
                block.until === undefined ? '–' : time(block.until),
                block.by,
                brief(block.because),
                block.lift,
                block.forcible ? 'yes' : 'no',
              ]),
            ),
          ];
    const ended = answer.ended.map(({ at, text }) => `${time(at)}  ${text}`);
    const waiting = answer.waiting.map(({ id, to, by, expectedAt, until, ended }) =>
      ended === undefined
        ? `${to.version} waits, asked for by ${by}: from ${time(expectedAt)} on, given up at ${time(until)} (${id})`
        : `${to.version} no longer waits (${ended.outcome}): ${ended.because} (${id})`,
    );
    return {
      text: [answer.because, ...blocks, ...waiting, ...awaits, ...denied, ...ended, ...pushes].join('\n'),
      data: answer,
    };
  },
};
