/** Which grant of which role allowed what: the proof that every action that a role is given is used. */
import type { Fit } from './evaluate.ts';
import type { Role, Roles, Rule } from './roles.ts';

/** One action on one resource, as a statement grants it. */
export interface Grant {
  /** Logical id. */
  readonly role: string;
  readonly policy: string;
  /** Place of the statement in its policy, from 0. */
  readonly statement: number;
  /** As the policy writes them, wildcards included. */
  readonly action: string;
  readonly resource: string;
  /** How many calls it allowed; 0 is a grant that nobody used. */
  readonly calls: number;
  /** The actions that were called under it. */
  readonly used: readonly string[];
}

export interface Usage {
  count(role: Role, rule: Rule, fit: Fit, action: string): void;
  /** Every grant of every role, used or not. */
  grants(): readonly Grant[];
}

export function createUsage(roles: Roles): Usage {
  const counted = new Map<string, { calls: number; used: Set<string> }>();
  const key = (role: Role, rule: Rule, action: string, resource: string): string => {
    return JSON.stringify([role.name, rule.policy, rule.index, action, resource]);
  };
  return {
    count(role, rule, fit, action) {
      const name = key(role, rule, fit.action, fit.resource);
      const entry = counted.get(name) ?? { calls: 0, used: new Set<string>() };
      entry.calls += 1;
      entry.used.add(action);
      counted.set(name, entry);
    },
    grants() {
      const all = roles.all().flatMap((role) => roles.rulesOf(role).map((rule) => ({ role, rule })));
      return all.flatMap(({ role, rule }) => {
        const { effect, actions, resources } = rule.statement;
        if (effect === 'Deny') return [];
        const granted = actions.not ? ['NotAction'] : actions.patterns;
        const on = resources === undefined ? ['*'] : resources.not ? ['NotResource'] : resources.patterns;
        return granted.flatMap((action) =>
          on.map((resource) => {
            const { calls = 0, used = [] } = counted.get(key(role, rule, action, resource)) ?? {};
            const place = { role: role.logicalId, policy: rule.policy, statement: rule.index };
            return { ...place, action, resource, calls, used: [...used] };
          }),
        );
      });
    },
  };
}
