import { type Asker, type Block, blocksFor } from './block.ts';
import { blocksOf } from './blocks-of.ts';
import type { RuleInTime } from './rule-in-time.ts';
import type { ServiceState } from './service.ts';

/** Blocks that end by themselves, one after the other, that are waited through at most. */
const MOST = 100;

/**
 * The first moment from `at` on (milliseconds since 1970) at which nothing blocks that ends by itself, and what blocks then: only what a
 * person has to end.
 */
export function freeAt(
  service: ServiceState,
  rules: readonly RuleInTime[],
  asker: Asker,
  at: number,
): { readonly at: number; readonly blocks: readonly Block[] } {
  let moment = at;
  for (let waited = 0; waited < MOST; waited++) {
    const blocks = blocksFor(blocksOf(service, rules, moment), asker);
    const ends = blocks.flatMap(({ until }) => (until === undefined ? [] : [Date.parse(until)]));
    if (ends.length === 0) return { at: moment, blocks };
    moment = Math.max(...ends);
  }
  return { at: moment, blocks: blocksFor(blocksOf(service, rules, moment), asker) };
}
