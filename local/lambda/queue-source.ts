import { createHash } from 'node:crypto';
import { REGION } from '../kernel/account.ts';
import type { Permission } from '../kernel/aws-service.ts';
import type { Cancel } from '../kernel/clock.ts';
import type { Consume, Matches, QueueMessage } from './event-sources.ts';
import type { Functions } from './functions.ts';
import type { Invoker } from './invoker.ts';
import { itemFailures } from './item-failures.ts';
import type { SourceSettings } from './source-settings.ts';

export interface QueueWorld {
  readonly consume: Consume;
  readonly functions: Functions;
  readonly invoker: Invoker;
  readonly matches: Matches;
  /** Milliseconds of the local AWS's time in one millisecond of real time. */
  readonly speed: number;
  /** Throws when the role does not have all the permissions. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
}

const ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** Reads one queue for one function. */
export class QueueSource {
  readonly #settings: SourceSettings;
  readonly #world: QueueWorld;
  #cancel: Cancel = () => {};

  constructor(settings: SourceSettings, world: QueueWorld) {
    this.#settings = settings;
    this.#world = world;
  }

  /** Throws when the role of the function may not read the queue. */
  async start(): Promise<void> {
    const { source, functionName, batchSize } = this.#settings;
    const { consume, functions, speed } = this.#world;
    const { settings } = functions.find(functionName);
    this.#authorize(settings.role);
    // A function loads and runs in real time while the queue lives by the clock, so a fast clock needs a longer wait.
    const visibilitySeconds = Math.ceil((settings.timeoutSeconds + 10) * Math.max(1, speed));
    this.#cancel = consume(source, { batchSize, visibilitySeconds }, (messages) => this.#handle(messages));
  }

  stop(): void {
    this.#cancel();
  }

  async #handle(messages: readonly QueueMessage[]): Promise<readonly string[]> {
    const wanted = messages.filter((message) => this.#passes(message));
    if (wanted.length === 0) return [];
    const all = wanted.map((message) => message.messageId);
    const target = this.#world.functions.find(this.#settings.functionName);
    const payload = JSON.stringify({ Records: wanted.map((message) => recordOf(message, this.#settings.source)) });
    try {
      this.#authorize(target.settings.role);
      const { outcome } = await this.#world.invoker.run(target, payload, 'refuse');
      if (!outcome.ok) return all;
      if (!this.#settings.reportsItemFailures) return [];
      const failed = itemFailures(outcome.payload);
      // An identifier that is not in the batch fails the whole batch, as on AWS.
      return failed?.every((id) => all.includes(id)) ? failed : all;
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      this.#world.invoker.note(target, `${wanted.length} messages go back to ${this.#settings.source}: ${why}`);
      return all;
    }
  }

  #passes(message: QueueMessage): boolean {
    const { patterns } = this.#settings;
    if (patterns.length === 0) return true;
    const value = { ...message, body: jsonOrText(message.body) };
    return patterns.some((pattern) => this.#world.matches(pattern, value));
  }

  #authorize(role: string): void {
    const { source } = this.#settings;
    this.#world.authorize(
      role,
      ACTIONS.map((action) => ({ action, resource: source })),
    );
  }
}

function recordOf(message: QueueMessage, source: string): object {
  return {
    messageId: message.messageId,
    receiptHandle: message.receiptHandle,
    body: message.body,
    attributes: message.attributes,
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: source,
    awsRegion: REGION,
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
