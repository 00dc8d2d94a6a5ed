import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import { type Possibility, strategiesPossible } from '../strategies-possible.ts';
import { whyUndrivable } from '../undrivable.ts';
import { autoStrategy, shiftingWirings } from '../wiring.ts';
import type { Reading } from './reading.ts';

/** Can the service go out in the way that its settings name, and in which others? */
export function checkStrategy({ settings, ecs, serving }: Reading): readonly Finding[] {
  const service = seenOf(ecs);
  if (service === undefined || whyUndrivable(service) !== undefined) return [];
  const find = findingsOf('strategy');
  if ('unseen' in serving && shiftingWirings(service).length > 0) {
    const next = `belay verify ${settings.key}  # again, when the load balancer answers`;
    return [find.unknown(service.name, `which group serves could not be read: ${serving.unseen}`, next)];
  }
  const all = strategiesPossible(service, seenOf(serving)?.weights);
  const can = Object.entries(all).flatMap(([name, { possible }]) => (possible ? [name] : []));
  const wanted = settings.strategy === 'auto' ? autoStrategy(service) : settings.strategy;
  const answer = all[wanted];
  if (!answer.possible)
    return [
      find.refused(
        answer.code,
        wanted,
        answer.because,
        can.length === 0
          ? 'Send all traffic to the group that serves.'
          : `belay deploy ${settings.key} <version> --strategy ${answer.instead}`,
      ),
    ];
  const cannot = reasonsOf(Object.values(all));
  return [find.ok(wanted, `possible: ${can.join(', ')}${cannot === '' ? '' : `; no others, because ${cannot}`}`)];
}

function reasonsOf(all: readonly Possibility[]): string {
  const reasons = all.flatMap((one) => (one.possible ? [] : [one.because]));
  return [...new Set(reasons)].join(', and ');
}
