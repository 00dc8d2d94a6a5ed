import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { BusEvent } from './bus-event.ts';
import { compilePattern, type EventPattern } from './pattern/compile-pattern.ts';
import { type Bus, DEFAULT_BUS, type Rule, ruleArn } from './rule.ts';

interface Kept {
  readonly buses: readonly Bus[];
  readonly rules: readonly Rule[];
}

const DOCUMENT = 'eventbridge/rules';

/** All buses and rules. Each change is on disk when it returns. */
export class RuleBook {
  readonly #state: StateFiles;
  readonly #buses = new Map<string, Bus>();
  readonly #rules = new Map<string, Rule>();
  readonly #patterns = new Map<string, EventPattern>();

  constructor(clock: Clock, state: StateFiles) {
    this.#state = state;
    const kept = state.load<Kept>(DOCUMENT);
    for (const bus of kept?.buses ?? [{ name: DEFAULT_BUS, createdAt: clock.now() }]) this.#buses.set(bus.name, bus);
    for (const rule of kept?.rules ?? []) this.#keep(rule);
  }

  buses(): readonly Bus[] {
    return [...this.#buses.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Throws ResourceNotFoundException. */
  bus(name: string): Bus {
    const bus = this.#buses.get(name);
    if (bus === undefined) throw new AwsError('ResourceNotFoundException', `Event bus ${name} does not exist.`);
    return bus;
  }

  hasBus(name: string): boolean {
    return this.#buses.has(name);
  }

  putBus(bus: Bus): void {
    this.#buses.set(bus.name, bus);
    this.#save();
  }

  removeBus(name: string): void {
    this.#buses.delete(name);
    this.#save();
  }

  /** The rules of a bus by name, or all of them. */
  rules(bus?: string): readonly Rule[] {
    const rules = [...this.#rules.values()].filter((rule) => bus === undefined || rule.bus === bus);
    return rules.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  find(bus: string, name: string): Rule | undefined {
    return this.#rules.get(ruleArn({ bus, name }));
  }

  /** Throws ResourceNotFoundException. */
  rule(bus: string, name: string): Rule {
    this.bus(bus);
    const rule = this.find(bus, name);
    if (rule === undefined) {
      throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    }
    return rule;
  }

  /** Keeps a rule in place of an older one. Throws InvalidEventPatternException. */
  put(rule: Rule): void {
    this.#keep(rule);
    this.#save();
  }

  putTargets(rule: Rule, targets: readonly Target[]): void {
    this.put({ ...rule, targets });
  }

  remove(rule: Rule): void {
    this.#rules.delete(ruleArn(rule));
    this.#patterns.delete(ruleArn(rule));
    this.#save();
  }

  /** The rules of a bus that want an event. */
  matching(bus: string, event: BusEvent): readonly Rule[] {
    return this.rules(bus).filter((rule) => rule.state !== 'DISABLED' && this.#patterns.get(ruleArn(rule))?.(event));
  }

  #keep(rule: Rule): void {
    const key = ruleArn(rule);
    const pattern = rule.pattern === undefined ? undefined : compilePattern(rule.pattern);
    this.#rules.set(key, rule);
    if (pattern === undefined) this.#patterns.delete(key);
    else this.#patterns.set(key, pattern);
  }

  #save(): void {
    const kept: Kept = { buses: [...this.#buses.values()], rules: [...this.#rules.values()] };
    this.#state.save(DOCUMENT, kept);
  }
}
