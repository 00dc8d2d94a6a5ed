import {
  coversEnvironment,
  type EnvironmentRule,
  type Freeze,
  type StopTheLine,
  type Window,
} from '../domain/environment-rule.ts';
import { partsOf } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { listAllServices } from './list-all-services.ts';
import { scheduleRules } from './schedule-rules.ts';

export type RuleAsked = Omit<Freeze, 'since'> | Omit<Window, 'since'> | Omit<StopTheLine, 'since'>;

/** Rules of all environments together: they are read at once, whenever something is deployed. */
const MOST_RULES = 200;

/** Freezes an environment, gives it a window, or stops its line; or changes what was said of it under that name. */
export async function putRule(
  ports: Pick<Ports, 'rules' | 'services' | 'schedules' | 'clock'>,
  asked: RuleAsked,
): Promise<EnvironmentRule> {
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
  await ports.rules.put(rule);
  await scheduleRules(ports, rule.environment);
  return rule;
}
