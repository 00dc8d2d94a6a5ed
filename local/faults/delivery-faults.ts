import type { DeliveryFault } from '../eventbridge/deliveries.ts';
import type { Order } from '../eventbridge/order.ts';
import type { IsDoubled } from '../lambda/event-sources.ts';
import type { Invocation } from '../scheduler/invocation.ts';
import type { Faults } from './faults.ts';
import type { Occasion } from './occasion.ts';

/** The door of the events that rules bring to their targets. */
export function eventFaults(faults: Faults): (order: Order) => DeliveryFault | undefined {
  return ({ event, ruleName, target }) =>
    faultOf(faults, {
      door: 'event',
      names: { rule: ruleName, detailType: event['detail-type'], target: target.Arn },
      text: () => JSON.stringify(event),
    });
}

/** The door of schedules that fire. */
export function scheduleFaults(faults: Faults): (firing: Invocation) => DeliveryFault | undefined {
  return ({ scheduleArn, target }) =>
    faultOf(faults, {
      door: 'schedule',
      names: { schedule: scheduleArn, target: target.Arn },
      text: () => `${scheduleArn} ${target.Input ?? ''}`,
    });
}

/** The door of batches that streams bring to functions. */
export function batchFaults(faults: Faults): IsDoubled {
  return (stream, payload) =>
    !faults.none && faults.strike({ door: 'batch', names: { stream }, text: () => payload }) !== undefined;
}

function faultOf(faults: Faults, occasion: Occasion): DeliveryFault | undefined {
  const strike = faults.none ? undefined : faults.strike(occasion);
  switch (strike?.rule.fault) {
    case 'lose':
    case 'duplicate':
      return { kind: strike.rule.fault };
    case 'delay':
    case 'reorder':
      return { kind: strike.rule.fault, seconds: strike.seconds };
    default:
      return undefined;
  }
}
