import type { EmitEvent } from '../kernel/aws-event.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { busEvent } from './bus-event.ts';
import { busOperations } from './bus-operations.ts';
import { EventRouter } from './event-router.ts';
import type { EventBridgeWorld } from './ports.ts';
import { type EventsTypes, eventsProvisioners } from './provisioners.ts';
import { putEvents } from './put-events.ts';
import { createPutRule } from './put-rule.ts';
import { DEFAULT_BUS } from './rule.ts';
import { RuleBook } from './rule-book.ts';
import { ruleOperations } from './rule-operations.ts';
import { RuleSchedules } from './rule-schedules.ts';
import { targetOperations } from './target-operations.ts';
import { testEventPattern } from './test-event-pattern.ts';

export interface EventBridge {
  readonly service: AwsService;
  readonly provisioners: Record<EventsTypes, Provisioner>;
  /** Where the emulated services put their events: the default bus. */
  readonly emit: EmitEvent;
  /** Delivers what is accepted, and fires the rules with schedules; call it when the template is there. */
  start(): void;
  /** Stops all timers. What is not delivered yet is delivered after the next start. */
  stop(): void;
}

export function createEventBridge(world: EventBridgeWorld): EventBridge {
  const { clock, state, log } = world;
  const rules = new RuleBook(clock, state);
  const router = new EventRouter(world, rules);
  const schedules = new RuleSchedules(clock, rules, router);
  const putRule = createPutRule(rules, schedules, clock);

  return {
    service: {
      name: 'events',
      operations: {
        PutEvents: putEvents(router, clock),
        TestEventPattern: testEventPattern,
        ...busOperations(rules, clock),
        ...ruleOperations(rules, schedules, putRule),
        ...targetOperations(rules),
      },
    },
    provisioners: eventsProvisioners(rules, putRule, clock),
    emit(event) {
      const completed = busEvent(event, event.time === undefined ? clock.now() : Date.parse(event.time));
      router.accept(DEFAULT_BUS, completed).catch((error: unknown) => {
        log(
          `lost event ${completed.id} (${event.detailType}): ${error instanceof Error ? error.message : String(error)}`,
        );
      });
    },
    start() {
      router.start();
      schedules.start();
    },
    stop() {
      schedules.stop();
      router.stop();
    },
  };
}
