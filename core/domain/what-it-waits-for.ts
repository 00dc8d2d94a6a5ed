import { blocksFor } from './block.ts';
import { blocksOf } from './blocks-of.ts';
import type { Head } from './deployment.ts';
import type { RuleInTime } from './rule-in-time.ts';
import type { ServiceState } from './service.ts';
import type { WaitingDeployment } from './waiting-deployment.ts';

/** One thing that a deployment waits for before it begins. */
export interface Awaiting {
  readonly because: string;
  /** The command that ends it. Absent where only time does. */
  readonly lift?: string;
  /** RFC 3339: when it ends by itself, where that is known. */
  readonly until?: string;
}

/** Everything that keeps a waiting deployment from beginning now. Nothing: it begins this moment. `now` in milliseconds. */
export function whatItWaitsFor(
  { at, by, forced }: WaitingDeployment,
  service: ServiceState,
  rules: readonly RuleInTime[],
  { live }: Head,
  now: number,
): readonly Awaiting[] {
  const blocks = blocksFor(blocksOf(service, rules, now), { kind: 'person', by }).filter(
    ({ forcible }) => forced === undefined || !forcible,
  );
  return [
    ...(now < Date.parse(at) ? [{ because: `its time, ${at}`, until: at }] : []),
    ...blocks.map(({ kind, because, by: whose, lift, until }) => ({
      because: `the end of the ${kind} by ${whose} (${because})`,
      lift,
      ...(until !== undefined && { until }),
    })),
    ...(live === undefined ? [] : [{ because: `its turn, behind ${live.id}`, lift: `belay cancel ${live.id}` }]),
  ];
}
