import { kindOf, type TargetKind } from './check-target.ts';
import { asUndeliverable, Undeliverable } from './failed-delivery.ts';
import type { Order } from './order.ts';
import type { EventBridgeWorld } from './ports.ts';
import { inputFor } from './target-input.ts';

const PRINCIPAL = 'events.amazonaws.com';

type Send = (world: DeliverWorld, order: Order, targetArn: string, input: string) => void | Promise<void>;

export type DeliverWorld = Omit<EventBridgeWorld, 'clock' | 'state' | 'log' | 'faultOf'> & {
  /** Puts an event on another bus. Throws when there is no such bus. */
  forward(busArn: string, order: Order): Promise<void>;
};

const SEND: Readonly<Record<TargetKind, Send>> = {
  async lambda({ mayInvoke, lambdas }, { ruleArn }, functionArn, input) {
    if (!mayInvoke(functionArn, PRINCIPAL, ruleArn)) {
      const next = `add a permission for ${PRINCIPAL} with the source ${ruleArn}`;
      throw new Undeliverable('NO_PERMISSIONS', `EventBridge may not invoke ${functionArn}: ${next}`);
    }
    await lambdas.send(functionArn, parsed(input));
  },
  sqs({ queues }, { ruleArn, target }, queueArn, input) {
    if (!queues.allows(queueArn, PRINCIPAL, ruleArn)) {
      const next = `let its policy allow sqs:SendMessage to ${PRINCIPAL} with the source ${ruleArn}`;
      throw new Undeliverable('NO_PERMISSIONS', `EventBridge may not send to ${queueArn}: ${next}`);
    }
    queues.send(queueArn, input, {}, target.SqsParameters?.MessageGroupId);
  },
  async states({ authorize, startExecution }, { target }, machineArn, input) {
    authorize(target.RoleArn ?? '', [{ action: 'states:StartExecution', resource: machineArn }]);
    await startExecution(machineArn, input);
  },
  async events({ authorize, forward }, order, busArn) {
    authorize(order.target.RoleArn ?? '', [{ action: 'events:PutEvents', resource: busArn }]);
    await forward(busArn, order);
  },
};

/** Delivers one event to one target, once. Throws when it could not. */
export async function deliver(world: DeliverWorld, order: Order): Promise<void> {
  const targetArn = order.target.Arn ?? '';
  try {
    await SEND[kindOf(targetArn)](world, order, targetArn, inputFor(order.target, order));
  } catch (error) {
    throw asUndeliverable(error);
  }
}

function parsed(input: string): unknown {
  try {
    return JSON.parse(input);
  } catch {
    throw new Undeliverable('INVALID_JSON', `a function takes JSON, not ${input}`);
  }
}
