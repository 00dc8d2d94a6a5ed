import { type AccessRequest, applies, evaluate } from '../../local/iam/evaluate.ts';
import { parsePolicy, type Statement } from '../../local/iam/policy-document.ts';
import type { RecordedCall, RecordedRole, Recording } from '../../local/iam/recording.ts';

/** A statement of a role, or a part of it. */
export interface Part {
  /** Logical id. */
  readonly role: string;
  readonly policy: string;
  /** Place of the statement in its policy, from 0. */
  readonly statement: number;
  /** As the policy writes them, wildcards included; all of the statement's where nothing is named. */
  readonly action?: string;
  readonly resource?: string;
}

export interface Proof {
  /** Every action on every resource that a statement names together, and those of them that no call needed. */
  readonly granted: readonly Part[];
  readonly unused: readonly Part[];
  /** Statements, and single actions and resources of them, without which every recorded call is allowed all the same. */
  readonly unmissed: readonly Part[];
}

interface Rule extends Pick<Part, 'role' | 'policy' | 'statement'> {
  readonly parsed: Statement;
}

/** A part by its place, which is the same in all worlds: some ARNs end differently in each. */
interface Placed {
  readonly key: string;
  readonly part: Part;
}

/** What is left of a statement when a part of it is taken away; nothing where that is all of it. */
interface Removal extends Placed {
  readonly left: readonly { readonly statement: Statement }[];
}

/**
 * Takes away each part of each statement of each role of a stack, one at a time, and evaluates again what was called. What one of the
 * recordings needs is needed.
 */
export function prove(stack: string, recordings: readonly Recording[]): Proof {
  const granted = new Map<string, Part>();
  const used = new Set<string>();
  const removed = new Map<string, Part>();
  const missed = new Set<string>();
  for (const { roles, calls } of recordings)
    for (const role of roles.filter((one) => one.stack === stack)) {
      const rules = rulesOf(role);
      const requests = calls.filter((call) => call.stack === stack && call.role === role.role).map(requestOf);
      for (const rule of rules) {
        const others = rules.filter((other) => other !== rule).map(({ parsed }) => ({ statement: parsed }));
        // No other request can be decided otherwise without this statement.
        const concerned = requests.filter((request) => applies(rule.parsed, request));
        for (const { key, part } of grantsOf(rule)) {
          granted.set(key, part);
          const alone = narrowed(rule.parsed, [part.action ?? ''], [part.resource ?? '']);
          if (concerned.some((request) => applies(alone, request))) used.add(key);
        }
        for (const { key, part, left } of removalsOf(rule)) {
          removed.set(key, part);
          if (missed.has(key)) continue;
          if (concerned.some((request) => evaluate([...others, ...left], request).kind !== 'allowed')) missed.add(key);
        }
      }
    }
  return {
    granted: [...granted.values()],
    unused: [...granted].filter(([key]) => !used.has(key)).map(([, part]) => part),
    unmissed: [...removed].filter(([key]) => !missed.has(key)).map(([, part]) => part),
  };
}

function rulesOf({ role, statements }: RecordedRole): readonly Rule[] {
  return statements.flatMap(({ policy, index, statement }) =>
    parsePolicy({ Version: '2012-10-17', Statement: [statement] }, policy, 'identity').map((parsed) => {
      return { role, policy, statement: index, parsed };
    }),
  );
}

function requestOf({ action, resource, context }: RecordedCall): AccessRequest {
  return { action, resource, context: new Map(Object.entries(context)) };
}

function grantsOf({ parsed, ...place }: Rule): readonly Placed[] {
  const { actions, resources } = patternsOf(parsed);
  return actions.flatMap((action, a) =>
    resources.map((resource, r) => ({ key: keyOf(place, a, r), part: { ...place, action, resource } })),
  );
}

function removalsOf({ parsed, ...place }: Rule): readonly Removal[] {
  const { actions, resources } = patternsOf(parsed);
  const without = (list: readonly string[], at: number): readonly string[] => list.filter((_, index) => index !== at);
  return [
    { key: keyOf(place, 'all', 'all'), part: place, left: [] },
    ...actions.map((action, at) => ({
      key: keyOf(place, at, 'all'),
      part: { ...place, action },
      left: [{ statement: narrowed(parsed, without(actions, at), resources) }],
    })),
    ...resources.map((resource, at) => ({
      key: keyOf(place, 'all', at),
      part: { ...place, resource },
      left: [{ statement: narrowed(parsed, actions, without(resources, at)) }],
    })),
  ];
}

function keyOf({ role, policy, statement }: Part, action: number | 'all', resource: number | 'all'): string {
  return `${role} ${policy} ${statement} ${action} ${resource}`;
}

function patternsOf({ actions, resources }: Statement) {
  return { actions: actions.patterns, resources: resources?.patterns ?? [] };
}

function narrowed(statement: Statement, actions: readonly string[], resources: readonly string[]): Statement {
  return {
    ...statement,
    actions: { ...statement.actions, patterns: actions },
    resources: { not: statement.resources?.not ?? false, patterns: resources },
  };
}

/** A part in words. */
export function wordsOf({ role, policy, statement, action, resource }: Part): string {
  const what = [action, resource && `on ${resource}`].filter((text) => text !== undefined).join(' ');
  return `${role}: ${what === '' ? 'all' : what} (statement ${statement} of ${policy})`;
}
