import {
  coversEnvironment,
  type EnvironmentRule,
  type Freeze,
  type StopTheLine,
  type Window,
} from '../domain/environment-rule.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { RuleInTime, WindowInTime } from '../domain/rule-in-time.ts';
import { freezesOver, idOf, notesOnFreeze } from '../domain/rules-at-odds.ts';
import type { Ports } from '../ports.ts';
import { listAllServices } from './list-all-services.ts';
import { scheduleRules } from './schedule-rules.ts';

export type RuleAsked = Omit<Freeze, 'since'> | Omit<Window, 'since'> | Omit<StopTheLine, 'since'>;

/** Rules of all environments together: they are read at once, whenever something is deployed. */
const MOST_RULES = 200;

/** A rule that holds from now on, and what whoever put it should know of the others, in sentences. */
export interface PutRule {
  readonly rule: EnvironmentRule;
  readonly notes: readonly string[];
}

/**
 * Freezes an environment, gives it a window, or stops its line; or changes what was said of it under that name. A window that would
 * never open is refused; a freeze never is, because it is the careful way.
 */
export async function putRule(
  ports: Pick<Ports, 'rules' | 'services' | 'schedules' | 'clock'>,
  asked: RuleAsked,
): Promise<PutRule> {
  const now = ports.clock.now();
  if (asked.kind !== 'stop-the-line') {
    // It reckons with calendars: large, and needed by nothing else that is asked of the API.
    const { checkRecurrence } = await import('../domain/check-recurrence.ts');
    checkRecurrence(asked, now);
  }
  const services = await listAllServices(ports);
  if (!services.some(({ key }) => coversEnvironment(asked, partsOf(key).environment)))
    throw new Refused(
      'UnknownEnvironment',
      `No service is in "${asked.environment}". \`belay status\` lists the services with their environments.`,
    );
  const all = await ports.rules.all();
  if (all.length >= MOST_RULES)
    throw new Refused(
      'BadRequest',
      `There are ${MOST_RULES} freezes and windows already. \`belay freeze list\` and \`belay window list\` show them; remove those that are over.`,
    );
  const rule: EnvironmentRule = { ...asked, since: new Date(now).toISOString() };
  const notes = rule.kind === 'stop-the-line' ? [] : await compare(rule, all, now);
  await ports.rules.put(rule);
  await scheduleRules(ports, rule.environment);
  return { rule, notes };
}

/** Refuses a window that would never open, and says what of the other rules a freeze meets. */
async function compare(
  rule: Freeze | Window,
  rules: readonly EnvironmentRule[],
  now: number,
): Promise<readonly string[]> {
  const { inTime } = await import('../domain/rule-in-time.ts');
  const [asked, others] = [inTime(rule), rules.map(inTime)];
  if (asked.kind === 'window') refuseFrozen(asked, others, now);
  return asked.kind === 'freeze' ? notesOnFreeze(asked, others, now) : [];
}

/** Where an environment has a window that never opens, and no other, nothing is ever deployed, and nobody sees why. */
function refuseFrozen(window: WindowInTime, rules: readonly RuleInTime[], now: number): void {
  const over = freezesOver(window, rules, now);
  if (over === undefined) return;
  const names = over.map(idOf).join(' and ');
  throw new Refused(
    'BadRequest',
    `dtstart: ${idOf(window)} would never open: all its times lie in ${names}. Choose other times, or end the freeze: \`belay freeze list\`.`,
    { fields: [{ field: 'dtstart', message: `all its times lie in ${names}` }] },
  );
}
