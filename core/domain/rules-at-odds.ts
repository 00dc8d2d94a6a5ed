import { coversEnvironment, type EnvironmentRule, idOfRule } from './environment-rule.ts';
import type { Span } from './recurrence.ts';
import type { FreezeInTime, RuleInTime, Times, WindowInTime } from './rule-in-time.ts';

/** Times of a recurrence that are followed: more than a year of days. */
const MOST_TIMES = 400;
/** Two that miss each other by turns every week are followed for more than a year. */
const MOST_TURNS = 120;

/**
 * The freezes in which a window lies with all its times, so that it never opens; `undefined` where it does at some time from `now` on
 * (milliseconds since 1970). What covers each of the next 400 times counts as all of them.
 */
export function freezesOver(
  window: WindowInTime,
  rules: readonly RuleInTime[],
  now: number,
): readonly FreezeInTime[] | undefined {
  const freezes = rules.filter(
    (rule): rule is FreezeInTime => rule.kind === 'freeze' && coversEnvironment(rule, window.environment),
  );
  const found = new Set<FreezeInTime>();
  let at = now;
  for (let times = 0; times < MOST_TIMES; times++) {
    const span = spanFrom(window.times, at);
    if (span === undefined) break;
    const open = Math.max(at, span.from);
    const frozen = freezes.flatMap((freeze) => ({ freeze, span: freeze.times.at(open) }));
    const until = Math.max(...frozen.map(({ span }) => span?.to ?? open));
    if (until <= open) return undefined;
    for (const one of frozen) if (one.span !== undefined) found.add(one.freeze);
    at = until;
  }
  return found.size === 0 ? undefined : [...found];
}

/** What whoever puts a freeze should know of the other rules, in sentences. */
export function notesOnFreeze(freeze: FreezeInTime, rules: readonly RuleInTime[], now: number): readonly string[] {
  const others = rules.filter((rule) => idOf(rule) !== idOf(freeze));
  const overlaps = others.flatMap((other) => {
    const span =
      other.kind === 'freeze' && meet(freeze, other) ? firstOverlap(freeze.times, other.times, now) : undefined;
    if (span === undefined) return [];
    return `${idOf(other)} lies over it, first from ${rfc3339(span.from)} to ${rfc3339(span.to)}: where one of them ends, the other still holds.`;
  });
  const shut = others.flatMap((other) => {
    if (other.kind !== 'window' || freezesOver(other, others, now) !== undefined) return [];
    return freezesOver(other, [...others, freeze], now) === undefined
      ? []
      : `${idOf(other)} never opens any more: all its times lie in freezes.`;
  });
  return [...overlaps, ...shut];
}

/** `freeze staging.christmas`: what a person would look for. */
export function idOf(rule: EnvironmentRule): string {
  return rule.kind === 'stop-the-line' ? `${rule.kind} ${rule.environment}` : `${rule.kind} ${idOfRule(rule)}`;
}

/** Is there an environment that both concern? */
function meet(one: EnvironmentRule, other: EnvironmentRule): boolean {
  return coversEnvironment(one, other.environment) || coversEnvironment(other, one.environment);
}

function firstOverlap(one: Times, other: Times, now: number): Span | undefined {
  let at = now;
  for (let turns = 0; turns < MOST_TURNS; turns++) {
    const [a, b] = [spanFrom(one, at), spanFrom(other, at)];
    if (a === undefined || b === undefined) return undefined;
    const span = { from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
    if (span.from < span.to) return span;
    // Where the later one begins, the other is over.
    at = span.from;
  }
  return undefined;
}

/** The span that is under way, or the one that comes next. */
function spanFrom(times: Times, at: number): Span | undefined {
  return times.at(at) ?? times.next(at);
}

function rfc3339(at: number): string {
  return new Date(at).toISOString();
}
