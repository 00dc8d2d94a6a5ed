import type { serviceStatus } from '../../core/operations/service-status.ts';
import type { Command } from '../command.ts';
import { brief, table } from '../print.ts';
import { readiness } from '../readiness.ts';
import { allServices, findService } from '../service-name.ts';

type Status = Awaited<ReturnType<typeof serviceStatus>>;

export const status: Command = {
  usage: 'status [<service>]',
  summary: 'what runs where, and what is under way',
  takes: 1,
  async run({ client, arguments: [name] }) {
    if (name !== undefined) {
      const one = await client.get<Status>(`/services/${await findService(client, name)}`);
      const last =
        one.last === null
          ? 'none'
          : `${one.last.id}: ${one.last.verdict ?? one.last.status}${one.last.because ? ` (${one.last.because})` : ''}`;
      const lines = [
        `service     ${one.service}`,
        `runs        ${describe(one)}`,
        `under way   ${underWay(one)}`,
        `held        ${one.held ?? 'no'}`,
        `alarms      ${alarmsOf(one)}`,
        ...patternsOf(one),
        ...one.denied.map(({ digest, because }) => `denied      ${digest.slice(0, 19)} (${because})`),
        `way back    ${one.wayBack === null ? 'none' : `${one.wayBack.version} (${one.wayBack.id}), ${readiness(one.wayBack)}`}`,
        `last        ${last}`,
      ];
      return { text: lines.join('\n'), data: one };
    }
    const services = await allServices(client);
    const rows = services.map((service) => [
      service.service,
      service.running?.version ?? '–',
      phaseOf(service.deploying),
      brief(service.held ?? '–'),
    ]);
    const text =
      rows.length === 0
        ? 'no service yet; `belay adopt` finds those that run, `belay services put <service> --file service.json` tells of one'
        : table(['SERVICE', 'RUNS', 'UNDER WAY', 'HELD'], rows);
    return { text, data: { items: services } };
  },
};

function phaseOf(deploying: Status['deploying']): string {
  if (deploying === null) return '–';
  return deploying.awaits === 'approval' ? 'waits for approval' : deploying.phase;
}

function underWay({ deploying, queued }: Status): string {
  if (deploying === null) return 'nothing';
  const { id, awaits } = deploying;
  const approval =
    awaits === 'approval' ? `; it waits for approval: \`belay approve ${id}\` or \`belay reject ${id}\`` : '';
  return `${id}${approval}${queued === null ? '' : `; ${queued} waits behind it`}`;
}

function describe({ running }: Status): string {
  return running === null ? 'nothing that Belay deployed' : `${running.version} (${running.digest})`;
}

function alarmsOf({ settings: { alarms, madeAlarm, rollback } }: Status): string {
  if (madeAlarm !== undefined) return `${madeAlarm} (made by Belay: more than ${rollback?.threshold} % of 5xx)`;
  return alarms.length === 0 ? 'none' : alarms.join(', ');
}

function patternsOf({ settings: { rollback } }: Status): readonly string[] {
  return (rollback?.patterns ?? []).map(
    ({ pattern, container, perMinute }) =>
      `pattern     ${pattern}${container === undefined ? '' : ` of ${container}`}, more than ${perMinute} a minute`,
  );
}
