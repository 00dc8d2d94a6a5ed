import type { BusEvent } from './bus-event.ts';
import { buryOrDrop } from './dead-letter.ts';
import { deliver } from './deliver.ts';
import { Deliveries } from './deliveries.ts';
import { type Order, patienceOf } from './order.ts';
import type { EventBridgeWorld } from './ports.ts';
import { busName, type Rule, ruleArn } from './rule.ts';
import type { RuleBook } from './rule-book.ts';

/** The way of every event: into a bus, past its rules, to their targets. */
export class EventRouter {
  readonly #rules: RuleBook;
  readonly #log: (line: string) => void;
  readonly #deliveries: Deliveries<Order>;

  constructor(world: EventBridgeWorld, rules: RuleBook) {
    this.#rules = rules;
    this.#log = world.log;
    const forward = (busArn: string, { event }: Order): Promise<void> => {
      rules.bus(busName(busArn));
      return this.accept(busName(busArn), event);
    };
    this.#deliveries = new Deliveries({
      clock: world.clock,
      state: world.state,
      document: 'eventbridge/deliveries',
      patienceOf,
      attempt: (order) => deliver({ ...world, forward }, order),
      giveUp: (order, failure) => buryOrDrop(world, order, failure),
      ...(world.faultOf && { faultOf: world.faultOf }),
    });
  }

  start(): void {
    this.#deliveries.start();
  }

  stop(): void {
    this.#deliveries.stop();
  }

  /** Resolves when the event is on disk for every target that gets it. A bus that is not there swallows it, as on AWS. */
  async accept(bus: string, event: BusEvent): Promise<void> {
    if (!this.#rules.hasBus(bus)) {
      this.#log(`dropped event ${event.id} (${event['detail-type']}): there is no event bus ${bus}`);
      return;
    }
    await Promise.all(this.#rules.matching(bus, event).map((rule) => this.send(rule, event)));
  }

  /** Hands an event to the targets of one rule. */
  async send(rule: Rule, event: BusEvent): Promise<void> {
    const arn = ruleArn(rule);
    const orders = rule.targets.map((target) => ({ event, ruleArn: arn, ruleName: rule.name, target }));
    const idOf = ({ target }: Order): string => `${event.id}/${arn}/${target.Id}`;
    await Promise.all(orders.map((order) => this.#deliveries.accept(idOf(order), order)));
  }
}
