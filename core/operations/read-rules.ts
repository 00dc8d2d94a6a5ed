import type { RuleInTime } from '../domain/rule-in-time.ts';
import type { Ports } from '../ports.ts';

/**
 * The rules of all environments, ready to be asked when they are. What reckons with calendars is large, and loaded only where a freeze or a
 * window needs it.
 */
export async function readRules(ports: Pick<Ports, 'rules'>): Promise<readonly RuleInTime[]> {
  const rules = await ports.rules.all();
  if (rules.every((rule) => rule.kind === 'stop-the-line')) return rules;
  const { inTime } = await import('../domain/rule-in-time.ts');
  return rules.map(inTime);
}
