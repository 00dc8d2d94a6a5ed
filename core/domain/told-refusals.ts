import { type Block, blocksFor, describeBlocks } from './block.ts';
import type { Finding } from './finding.ts';
import type { ServiceKey } from './names.ts';
import { aboutOf, Refused } from './refused.ts';

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

/** What of these nobody has said yet: another code, or another thing. */
export function unsaid(refusals: readonly Refused[], said: readonly Refused[]): readonly Refused[] {
  const isSaid = (refusal: Refused): boolean =>
    said.some((other) => other.code === refusal.code && aboutOf(refusal).some((what) => aboutOf(other).includes(what)));
  return refusals.filter((refusal) => !isSaid(refusal));
}

/** What verification found that would end a deployment, as refusals: the deployment says it in the same words. */
export function refusalsOf(findings: readonly Finding[]): readonly Refused[] {
  return findings.flatMap((finding) =>
    finding.status === 'refused'
      ? new Refused(finding.code, `${finding.what}: ${finding.because}. ${finding.next}`, { about: [finding.what] })
      : [],
  );
}
