import { type Block, blocksFor, describeBlocks } from './block.ts';
import type { Finding } from './finding.ts';
import type { ServiceKey } from './names.ts';
import { Refused } from './refused.ts';

/** A refusal as a plan tells it. */
export interface ToldRefusal {
  readonly code: string;
  readonly message: string;
}

export function told(refusals: readonly Refused[]): readonly ToldRefusal[] {
  return refusals.map(({ code, message }) => ({ code, message }));
}

/** What keeps this person from deploying now, unless they force it past what may be forced. */
export function toldOfBlocks(
  { service, by, forced }: { readonly service: ServiceKey; readonly by: string; readonly forced?: object | undefined },
  blocks: readonly Block[],
): readonly ToldRefusal[] {
  const standing = blocksFor(blocks, { kind: 'person', by }).filter(
    ({ forcible }) => forced === undefined || !forcible,
  );
  return standing.length === 0 ? [] : [{ code: 'Blocked', message: describeBlocks(service, standing) }];
}

/** What verification found that would end the deployment. */
export function toldOfFindings(findings: readonly Finding[]): readonly ToldRefusal[] {
  return told(refusalsOf(findings));
}

/** The same as refusals: a deployment says it in the words in which `verify` does. */
export function refusalsOf(findings: readonly Finding[]): readonly Refused[] {
  return findings.flatMap((finding) =>
    finding.status === 'refused'
      ? new Refused(finding.code, `${finding.what}: ${finding.because}. ${finding.next}`)
      : [],
  );
}
