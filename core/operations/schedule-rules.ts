import type { RuleInTime } from '../domain/rule-in-time.ts';
import type { Ports } from '../ports.ts';
import { readRules } from './read-rules.ts';

/** Sees to it that what waits is looked at when the next freeze of an environment ends, or its next window opens. Safe to repeat. */
export async function scheduleRules(
  ports: Pick<Ports, 'rules' | 'schedules' | 'clock'>,
  environment: string,
): Promise<void> {
  const now = ports.clock.now();
  for (const rule of await readRules(ports)) {
    const at = rule.environment === environment ? nextEase(rule, now) : undefined;
    if (at === undefined) continue;
    const name = `order-${environment === '*' ? 'all' : environment.slice(0, 40)}-${at}`;
    await ports.schedules.startAt(name, new Date(at).toISOString(), { environment });
  }
}

/** When a rule next lets something through that it kept off (milliseconds since 1970). */
function nextEase(rule: RuleInTime, now: number): number | undefined {
  if (rule.kind === 'stop-the-line') return undefined;
  if (rule.kind === 'window') return rule.times.next(now)?.from;
  return (rule.times.at(now) ?? rule.times.next(now))?.to;
}
