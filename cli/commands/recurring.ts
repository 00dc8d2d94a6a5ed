import type { Freeze, Window } from '../../core/domain/environment-rule.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { brief, table } from '../print.ts';
import { requireFlags } from '../required-flags.ts';

type Rule = (Freeze | Window) & { readonly id: string };

/** `freeze` and `window` take the same words: a stretch of time as iCalendar has it. */
function recurring(verb: 'freeze' | 'window', path: string, summary: string): Command {
  const put =
    'put <environment> <name> --start 2026-12-24T18:00 --zone Europe/Berlin --duration P3D [--rule FREQ=YEARLY] --reason …';
  const usage = `${verb} [list | ${put} | remove <id> [--reason …]]`;
  return {
    usage,
    summary,
    takes: 3,
    writes: ([turn]) => turn === 'put' || turn === 'remove',
    flags([turn]) {
      if (turn === 'put') return ['start', 'zone', 'duration', 'rule', 'reason'];
      return turn === 'remove' ? ['reason'] : [];
    },
    async run({ client, arguments: [turn = 'list', environment, name], flags }) {
      if (turn === 'list') {
        const data = await client.get<{ items: readonly Rule[] }>(path);
        return { text: listOf(verb, data.items), data };
      }
      if (turn === 'remove' && environment !== undefined) {
        const data = await client.remove<unknown>(`${path}/${encodeURIComponent(environment)}`, {
          reason: flags.reason,
        });
        return { text: `${environment} is removed; what waited for that starts`, data };
      }
      if (turn !== 'put' || name === undefined) throw new Failure(EXIT.usage, `usage: belay ${usage}`);
      requireFlags(flags, 'start', 'zone', 'duration', 'reason');
      const { start: dtstart, zone: timeZone, duration, rule: rrule, reason } = flags;
      const body = { environment, name, dtstart, timeZone, duration, reason, ...(rrule && { rrule }) };
      const data = await client.post<Rule & { readonly notes: readonly string[] }>(path, body);
      const set = `${data.id} is set; \`belay ${verb} remove ${data.id}\` takes it away`;
      return { text: [set, ...data.notes.map((note) => `  note: ${note}`)].join('\n'), data };
    },
  };
}

function listOf(verb: string, rules: readonly Rule[]): string {
  if (rules.length === 0) return `there is no ${verb}`;
  return table(
    ['ID', 'FROM', 'ZONE', 'FOR', 'RULE', 'BY', 'BECAUSE'],
    rules.map(({ id, dtstart, timeZone, duration, rrule, by, reason }) => [
      id,
      dtstart.replace('T', ' '),
      timeZone,
      duration,
      rrule ?? 'once',
      by,
      brief(reason),
    ]),
  );
}

export const freeze = recurring(
  'freeze',
  '/freezes',
  'times in which nothing is deployed to an environment (* for all)',
);
export const window = recurring('window', '/windows', 'the only times in which anything is deployed to an environment');
