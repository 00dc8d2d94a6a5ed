import type { ShownDeployment } from '../../core/operations/show-deployment.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { time } from '../print.ts';

export const show: Command = {
  usage: 'show <deployment>',
  summary: 'a deployment with everything that happened in it',
  takes: 1,
  async run({ client, arguments: [id] }) {
    if (id === undefined) throw new Failure(EXIT.usage, 'name a deployment; `belay history <service>` lists them');
    const data = await client.get<ShownDeployment>(`/deployments/${encodeURIComponent(id)}`);
    const { service, from, to, plan, verdict, because, by, reason, forced, step, progress, traffic, log, execution } =
      data;
    const end =
      verdict === undefined
        ? `${data.status}, ${progress} %: ${step ?? 'planning'}${traffic ? `; ${traffic.new} % of the traffic is on ${to.version}` : ''}`
        : `${verdict}: ${because ?? ''}`;
    const text = [
      `${service}: ${from?.version ?? 'nothing'} → ${to.version}, ${plan?.strategy ?? data.strategy}`,
      end,
      `asked for by ${by}: ${reason}${forced ? ` (forced by ${forced.by}: ${forced.reason})` : ''}`,
      ...log.map((line) => `${time(line.at)}  ${line.text}`),
      execution.url,
    ].join('\n');
    return { text, data };
  },
};
