import { type Act, actOf } from './actions.ts';
import { compileConditions, type Matches, type Seen } from './conditions.ts';
import type { RecordBook } from './record-book.ts';
import type { RuleRecord } from './records.ts';
import { Shares } from './shares.ts';

interface Route {
  readonly matches: Matches;
  readonly act: Act;
  /** Who gets the next request, when the rule forwards. */
  readonly shares: Shares;
  /** The weights that `shares` was made for, as text. */
  readonly weights: string;
}

/** Finds what a listener does with a request. What is put into the book holds for the very next request. */
export class Router {
  readonly #book: RecordBook;
  readonly #routes = new Map<RuleRecord, Route>();
  #byRule = new Map<string, Route>();
  #byListener = new Map<string, readonly RuleRecord[]>();

  constructor(book: RecordBook) {
    this.#book = book;
  }

  /** The rules changed. A rule whose weights are as they were goes on where it was in its turn. */
  refresh(): void {
    const rules = this.#book.all('rule');
    for (const known of this.#routes.keys()) if (!rules.includes(known)) this.#routes.delete(known);
    const before = this.#byRule;
    this.#byRule = new Map();
    for (const rule of rules) {
      const route = this.#routes.get(rule) ?? routeOf(rule, before.get(rule.arn));
      this.#routes.set(rule, route);
      this.#byRule.set(rule.arn, route);
    }
    const sorted = rules.toSorted((a, b) => order(a) - order(b));
    this.#byListener = Map.groupBy(sorted, ({ listener }) => listener);
  }

  /** The action of the first rule that matches; a forward has its target group chosen, or `undefined` when all weigh 0. */
  route(
    listener: string,
    request: Seen,
  ): Exclude<Act, { kind: 'forward' }> | { kind: 'forward'; group: string | undefined } | undefined {
    for (const rule of this.#byListener.get(listener) ?? []) {
      const route = this.#byRule.get(rule.arn);
      if (route === undefined || !route.matches(request)) continue;
      return route.act.kind === 'forward' ? { kind: 'forward', group: route.shares.next() } : route.act;
    }
    return undefined;
  }

  /** The target groups that some rule forwards to, with whatever weight. */
  groupsInUse(): ReadonlySet<string> {
    return new Set([...this.#byRule.values()].flatMap(groupsOf));
  }

  /** The listeners that have a rule that forwards to a group. */
  listenersOf(group: string): readonly string[] {
    const rules = [...this.#routes].filter(([, route]) => groupsOf(route).includes(group));
    return [...new Set(rules.map(([rule]) => rule.listener))];
  }
}

function groupsOf({ act }: Route): readonly string[] {
  return act.kind === 'forward' ? Object.keys(act.weights) : [];
}

function routeOf(rule: RuleRecord, before: Route | undefined): Route {
  const act = actOf(rule.actions);
  const weights = act.kind === 'forward' ? act.weights : {};
  const text = JSON.stringify(weights);
  return {
    matches: compileConditions(rule.conditions),
    act,
    shares: before?.weights === text ? before.shares : new Shares(weights),
    weights: text,
  };
}

function order({ priority }: RuleRecord): number {
  return priority === 'default' ? Number.POSITIVE_INFINITY : priority;
}
