import type { Block } from './block.ts';
import { coversEnvironment, type Freeze, idOfRule, type Window } from './environment-rule.ts';
import { partsOf } from './names.ts';
import type { RuleInTime, WindowInTime } from './rule-in-time.ts';
import type { ServiceState } from './service.ts';

/** Everything that keeps this service from being deployed to at a moment (milliseconds since 1970), whoever asks. */
export function blocksOf(service: ServiceState, rules: readonly RuleInTime[], at: number): readonly Block[] {
  const { environment } = partsOf(service.settings.key);
  const mine = rules.filter((rule) => coversEnvironment(rule, environment));
  return [
    ...ofService(service, at),
    ...mine.flatMap((rule) => ofRule(rule, at)),
    ...outsideWindows(
      mine.filter((rule) => rule.kind === 'window'),
      at,
    ),
  ];
}

function ofService({ settings: { key }, hold, lock, maintenance }: ServiceState, at: number): readonly Block[] {
  const found: Block[] = [];
  if (hold !== undefined)
    found.push({
      kind: 'hold',
      blocks: 'automation',
      because: hold.because,
      by: hold.by ?? hold.deployment ?? 'Belay',
      since: hold.since,
      lift: `belay lift ${key}`,
      forcible: false,
    });
  if (lock !== undefined && (lock.until === undefined || at < Date.parse(lock.until)))
    found.push({
      kind: 'lock',
      blocks: 'everything',
      because: lock.reason,
      by: lock.owner,
      since: lock.since,
      ...(lock.until !== undefined && { until: lock.until }),
      lift: `belay unlock ${key}`,
      forcible: true,
    });
  if (maintenance !== undefined)
    found.push({
      kind: 'maintenance',
      blocks: 'everything',
      because: maintenance.reason,
      by: maintenance.by,
      since: maintenance.since,
      lift: `belay maintenance off ${key}`,
      forcible: true,
    });
  return found;
}

function ofRule(rule: RuleInTime, at: number): readonly Block[] {
  const { kind, by, since, reason: because, environment } = rule;
  if (kind === 'stop-the-line') {
    const lift = `belay start-the-line ${quoted(environment)}`;
    return [{ kind, blocks: 'everything', because, by, since, lift, forcible: false }];
  }
  const span = kind === 'freeze' ? rule.times.at(at) : undefined;
  return span === undefined ? [] : [timed(rule, rule.name, span.from, span.to)];
}

/** Within one window all is well. Outside, the one that opens next is named; where none opens again, the first, without an end. */
function outsideWindows(windows: readonly WindowInTime[], at: number): readonly Block[] {
  if (windows.some(({ times }) => times.at(at) !== undefined)) return [];
  const [soonest] = windows
    .map((window) => ({ window, opens: window.times.next(at)?.from ?? Number.POSITIVE_INFINITY }))
    .sort((a, b) => (a.opens < b.opens ? -1 : 1));
  if (soonest === undefined) return [];
  const closed = Math.max(...windows.map(({ times, since }) => times.before(at)?.to ?? Date.parse(since)));
  return [timed(soonest.window, `outside ${soonest.window.name}`, closed, soonest.opens)];
}

/** A block that a clock ends; `until` is infinite where it does not. */
function timed(rule: Freeze | Window, what: string, from: number, until: number): Block {
  return {
    kind: rule.kind,
    blocks: 'everything',
    because: `${what}: ${rule.reason}`,
    by: rule.by,
    since: rfc3339(from),
    ...(Number.isFinite(until) && { until: rfc3339(until) }),
    lift: `belay ${rule.kind} remove ${quoted(idOfRule(rule))}`,
    forcible: true,
  };
}

/** A shell would read a lone asterisk as file names. */
function quoted(word: string): string {
  return word.includes('*') ? `'${word}'` : word;
}

function rfc3339(at: number): string {
  return new Date(at).toISOString();
}
