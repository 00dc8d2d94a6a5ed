import type { EnvironmentRule } from '../domain/environment-rule.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { type StartWaitingPorts, startWaitingIn } from './start-waiting.ts';

/** Takes a freeze, a window or a stop away, and starts what waited for that. */
export async function removeRule(
  ports: StartWaitingPorts & Pick<Ports, 'rules'>,
  asked: { readonly kind: EnvironmentRule['kind']; readonly environment: string; readonly name?: string },
): Promise<EnvironmentRule> {
  const rule = (await ports.rules.all()).find(
    (one) =>
      one.kind === asked.kind &&
      one.environment === asked.environment &&
      (one.kind === 'stop-the-line' || one.name === asked.name),
  );
  if (rule === undefined)
    throw new Refused(
      'UnknownRule',
      `${asked.environment} has no ${asked.kind}${asked.name ? ` "${asked.name}"` : ''}. \`belay freeze list\` and \`belay window list\` show what there is.`,
    );
  await ports.rules.remove(rule);
  await startWaitingIn(ports, rule.environment);
  return rule;
}
