import type { EnvironmentRule } from '../domain/environment-rule.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { type StartWaitingPorts, startWaitingIn } from './start-waiting.ts';
import { type EndedBy, tellBlockEnded } from './tell-block-ended.ts';

/** Takes a freeze, a window or a stop away, and starts what waited for that. */
export async function removeRule(
  ports: StartWaitingPorts & Pick<Ports, 'rules'>,
  asked: { readonly kind: EnvironmentRule['kind']; readonly environment: string; readonly name?: string },
  ended: EndedBy,
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
  const { kind, environment, by, since, reason } = rule;
  const because = kind === 'stop-the-line' ? reason : `${rule.name}: ${reason}`;
  await tellBlockEnded(ports, `${environment}/*`, { kind, by, because, since }, ended);
  await ports.rules.remove(rule);
  await startWaitingIn(ports, rule.environment);
  return rule;
}
