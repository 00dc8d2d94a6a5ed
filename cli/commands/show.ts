import type { LastWords } from '../../core/domain/last-words.ts';
import type { DeploymentLog } from '../../core/operations/deployment-log.ts';
import type { ShownDeployment } from '../../core/operations/show-deployment.ts';
import type { ShownWaiting } from '../../core/operations/show-waiting.ts';
import type { Client } from '../client.ts';
import type { Answer, Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { describeWaiting } from '../follow.ts';
import { time } from '../print.ts';

export const show: Command = {
  usage: 'show <deployment> [--log]',
  summary: 'a deployment with everything that happened in it; with --log also what its dead tasks said last',
  takes: 1,
  flags: ['log'],
  async run({ client, arguments: [id], flags }) {
    if (id === undefined) throw new Failure(EXIT.usage, 'name a deployment; `belay history <service>` lists them');
    const data = await client.get<ShownDeployment | ShownWaiting>(`/deployments/${encodeURIComponent(id)}`);
    if ('waitsFor' in data) return showWaiting(data);
    const lastWords = flags.log ? (await readLog(client, id)).lastWords : [];
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
      ...lastWords.map(describeLastWords),
      execution.url,
    ].join('\n');
    return { text, data: flags.log ? { ...data, lastWords } : data };
  },
};

export function readLog(client: Client, id: string): Promise<DeploymentLog> {
  return client.get<DeploymentLog>(`/deployments/${encodeURIComponent(id)}/log`);
}

function showWaiting(data: ShownWaiting): Answer {
  const { service, to, strategy, verdict, because, by, reason } = data;
  const text = [
    `${service}: → ${to.version}, ${strategy}`,
    verdict === undefined ? `${data.status}: ${describeWaiting(data)}` : `${verdict}: ${because}`,
    `asked for by ${by}: ${reason}`,
  ].join('\n');
  return { text, data };
}

/** What a dead task said last, indented under why it died. */
export function describeLastWords({ task, container, why, lines, note }: LastWords): string {
  const head = `task ${task}, ${container}: ${why}`;
  return [head, ...lines.map((line) => `    ${line}`), ...(note === undefined ? [] : [`    (${note})`])].join('\n');
}
