import { createEventBridge, type EventBridge } from '../../../local/eventbridge/create-event-bridge.ts';
import { eventFaults } from '../../../local/faults/delivery-faults.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { arn } from '../../../local/kernel/account.ts';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSqs, type Sqs } from '../../../local/sqs/create-sqs.ts';
import { call, settle } from '../sqs/call.ts';
import { type CrashableState, crashableState } from '../sqs/crashable-state.ts';

export const FUNCTION = arn('lambda', 'function:on-event');
export const MACHINE = arn('states', 'stateMachine:deploy');
export const ROLE = 'arn:aws:iam::000000000000:role/events';

/** EventBridge with SQS, and functions and machines that only note what they got. */
export interface World {
  readonly clock: VirtualClock;
  readonly state: CrashableState;
  readonly events: EventBridge;
  readonly sqs: Sqs;
  readonly invoked: unknown[];
  readonly started: unknown[];
  readonly log: string[];
  readonly allowed: Set<string>;
  /** What the next invocations of the function end with. */
  readonly outcomes: (Error | undefined)[];
  readonly faults: Faults;
}

export function aWorld({ clock = new VirtualClock(), state = crashableState(), start = true } = {}): World {
  const sqs = createSqs({ clock, state, endpointUrl: 'http://127.0.0.1:4566' });
  const invoked: unknown[] = [];
  const started: unknown[] = [];
  const log: string[] = [];
  const outcomes: (Error | undefined)[] = [];
  const faults = new Faults(clock);
  const allowed = new Set([FUNCTION, MACHINE, arn('events', 'event-bus/other')]);
  const events = createEventBridge({
    clock,
    state,
    queues: sqs.queues,
    lambdas: {
      invoke: () => Promise.reject(new Error('EventBridge invokes asynchronously')),
      async send(_name, payload) {
        const outcome = outcomes.shift();
        if (outcome !== undefined) throw outcome;
        invoked.push(payload);
      },
    },
    async startExecution(machine, input) {
      if (machine !== MACHINE) throw new AwsError('StateMachineDoesNotExist', `no ${machine}`);
      started.push(JSON.parse(input));
    },
    mayInvoke: (functionArn) => allowed.has(functionArn),
    authorize(role, wanted) {
      for (const { action, resource } of wanted) {
        if (role === ROLE && allowed.has(resource)) continue;
        throw new AwsError('AccessDeniedException', `${role} may not ${action} on ${resource}`);
      }
    },
    log: (line) => log.push(line),
    faultOf: eventFaults(faults),
  });
  if (start) events.start();
  return { clock, state, events, sqs, invoked, started, log, allowed, outcomes, faults };
}

/** What the next process finds after `kill -9`. */
export function afterCrash({ clock, state }: World): World {
  return aWorld({ clock, state: state.copy() });
}

/** Makes a rule on a bus with targets. */
export async function aRule({ events }: World, rule: object, ...targets: object[]): Promise<void> {
  const named = { Name: 'rule', ...rule };
  await call(events.service, 'PutRule', named);
  const { Name, EventBusName } = { EventBusName: undefined, ...named };
  await call(events.service, 'PutTargets', { Rule: Name, EventBusName, Targets: targets });
}

/** Makes a queue that a service may send to, and gives its ARN. */
export async function aQueue({ sqs }: World, name: string, attributes: Record<string, string> = {}): Promise<string> {
  const queueArn = arn('sqs', name);
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage', Resource: queueArn },
  ];
  const Attributes = { Policy: JSON.stringify({ Version: '2012-10-17', Statement }), ...attributes };
  await call(sqs.service, 'CreateQueue', { QueueName: name, Attributes });
  return queueArn;
}

/** The messages of a queue, with their attributes as texts. */
export async function messagesIn({ sqs }: World, name: string): Promise<{ body: unknown; attributes: object }[]> {
  await settle();
  const { Messages = [] } = await call(sqs.service, 'ReceiveMessage', {
    QueueUrl: `http://127.0.0.1:4566/000000000000/${name}`,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
  });
  return [Messages].flat().map((message) => {
    const { Body, MessageAttributes = {} } = Object(message);
    const texts = Object.entries(MessageAttributes).map(([name, value]) => [name, Object(value).StringValue]);
    return { body: JSON.parse(Body), attributes: Object.fromEntries(texts) };
  });
}

export const anEvent = { source: 'aws.ecs', detailType: 'Changed', resources: ['arn:x'], detail: { state: 'RUNNING' } };
