import compare from 'semver/functions/compare.js';
import parse from 'semver/functions/parse.js';
import satisfies from 'semver/functions/satisfies.js';
import { type Block, blocksFor, describeBlocks } from './block.ts';
import type { Digest } from './names.ts';
import type { ServiceState } from './service.ts';
import type { DecisionOutcome } from './version.ts';

/** What a push asks of one service. */
export interface Push {
  readonly tag: string;
  readonly digest: Digest;
  /** The version that serves, or will when what is under way and what waits is done, where Belay knows it. */
  readonly serving?: { readonly version: string; readonly digest: Digest };
}

/** What a push leads to for one service, and why; `blocks` is what keeps it from being deployed to. Only `deploying` asks for anything to be done. */
export function decide(
  push: Push,
  service: ServiceState,
  blocks: readonly Block[],
): { outcome: DecisionOutcome; because: string } {
  const { policy, key } = service.settings;
  const denied = service.denied.find((entry) => entry.digest === push.digest);
  if (denied !== undefined)
    return {
      outcome: 'refused',
      because: `${push.tag} is an image that was rolled back (${denied.because}). Push a new one, or \`belay lift ${key} --digest ${push.digest}\`.`,
    };
  if (policy.kind === 'manual') return recorded(`${key} deploys by hand only`);

  const version = parse(push.tag);
  if (version === null) return recorded(`"${push.tag}" is no semantic version`);
  if (version.prerelease.length > 0 && !policy.prereleases) return recorded(`${push.tag} is a pre-release`);
  if (!satisfies(version, policy.range, { includePrerelease: policy.prereleases }))
    return recorded(`${push.tag} is outside ${policy.range}`);
  if (push.serving?.digest === push.digest) return recorded(`${key} runs this image already, or is about to`);
  const serving = parse(push.serving?.version);
  if (serving !== null && compare(version, serving) <= 0)
    return recorded(`${push.tag} is not newer than ${serving.raw}, which runs or is about to`);
  const standing = blocksFor(blocks, { kind: 'automation', by: 'push' });
  if (standing.length > 0) return { outcome: 'held', because: describeBlocks(key, standing) };
  return { outcome: 'deploying', because: `${push.tag} is within ${policy.range}` };
}

function recorded(because: string): { outcome: 'recorded'; because: string } {
  return { outcome: 'recorded', because };
}
