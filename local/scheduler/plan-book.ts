import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { DEFAULT_GROUP, type Group, type Plan, planArn } from './plan.ts';

interface Kept {
  readonly groups: readonly Group[];
  readonly plans: readonly Plan[];
}

const DOCUMENT = 'scheduler/schedules';

/** All schedules and groups. Each change is on disk when it returns. */
export class PlanBook {
  readonly #state: StateFiles;
  readonly #groups = new Map<string, Group>();
  readonly #plans = new Map<string, Plan>();

  constructor(clock: Clock, state: StateFiles) {
    this.#state = state;
    const now = clock.now();
    const kept = state.load<Kept>(DOCUMENT);
    const groups = kept?.groups ?? [{ name: DEFAULT_GROUP, createdAt: now, modifiedAt: now, tags: {} }];
    for (const group of groups) this.#groups.set(group.name, group);
    for (const plan of kept?.plans ?? []) this.#plans.set(planArn(plan), plan);
  }

  groups(): readonly Group[] {
    return [...this.#groups.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws ResourceNotFoundException. */
  group(name: string): Group {
    const group = this.#groups.get(name);
    if (group === undefined) throw notFound(`Schedule group ${name} does not exist.`);
    return group;
  }

  hasGroup(name: string): boolean {
    return this.#groups.has(name);
  }

  putGroup(group: Group): void {
    this.#groups.set(group.name, group);
    this.#save();
  }

  /** Takes a group away with all its schedules. */
  removeGroup(name: string): void {
    this.#groups.delete(name);
    for (const [key, plan] of this.#plans) if (plan.group === name) this.#plans.delete(key);
    this.#save();
  }

  plans(): readonly Plan[] {
    return [...this.#plans.values()].sort((a, b) => (planArn(a) < planArn(b) ? -1 : 1));
  }

  find(arn: string): Plan | undefined {
    return this.#plans.get(arn);
  }

  /** Throws ResourceNotFoundException. */
  plan(group: string, name: string): Plan {
    const plan = this.#plans.get(planArn({ group, name }));
    if (plan === undefined) throw notFound(`Schedule ${name} does not exist.`);
    return plan;
  }

  put(plan: Plan): void {
    this.#plans.set(planArn(plan), plan);
    this.#save();
  }

  remove(plan: Plan): void {
    this.#plans.delete(planArn(plan));
    this.#save();
  }

  #save(): void {
    const kept: Kept = { groups: [...this.#groups.values()], plans: [...this.#plans.values()] };
    this.#state.save(DOCUMENT, kept);
  }
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', message, 404);
}
