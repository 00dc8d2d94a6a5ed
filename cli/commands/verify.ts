import type { Finding } from '../../core/domain/finding.ts';
import type { Verification } from '../../core/operations/verify-service.ts';
import type { Command } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { table } from '../print.ts';
import { findService } from '../service-name.ts';

/** What people should read first comes last, next to the prompt. */
const ORDER: readonly Finding['status'][] = ['ok', 'unknown', 'warning', 'refused'];

export const verify: Command = {
  usage: 'verify <service> [<version>]',
  summary: 'everything that would make a deployment fail, changing nothing',
  takes: 2,
  async run({ client, arguments: [name, version] }) {
    const service = await findService(client, name);
    const answer = await client.post<Verification>(`/services/${service}/verify`, { ...(version && { version }) });
    const sorted = ORDER.flatMap((status) => answer.findings.filter((finding) => finding.status === status));
    const rows = sorted.flatMap(rowsOf);
    return {
      text: `${table(['', 'CHECK', 'FOUND'], rows)}\n\n${summaryOf(answer)}`,
      data: answer,
      exitCode: answer.wouldBeRefused ? EXIT.refused : EXIT.succeeded,
    };
  },
};

function rowsOf(finding: Finding): readonly (readonly string[])[] {
  const found = [finding.status, finding.check, withoutPlace(`${finding.what}: ${finding.because}`)];
  return finding.status === 'ok' ? [found] : [found, ['', '', `→ ${finding.next}`]];
}

/** ARNs without account and Region, which are the same in most: the whole stands in commands and in `--json`. */
function withoutPlace(text: string): string {
  return text.replaceAll(/arn:[\w-]+:[\w-]+:[\w-]*:\d{12}:/g, '');
}

function summaryOf({ service, version, findings, wouldBeRefused }: Verification): string {
  const count = (status: Finding['status']): number => findings.filter((finding) => finding.status === status).length;
  const warnings = count('warning') === 1 ? '1 warning' : `${count('warning')} warnings`;
  const what = version === null ? `A deployment of ${service}` : `A deployment of ${service} to ${version.version}`;
  const would = wouldBeRefused ? `would fail: ${count('refused')} refused` : 'can start: nothing refused';
  return `${what} ${would}, ${warnings}, ${count('unknown')} that Belay could not look at.`;
}
