import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { Queue } from './queue.ts';
import { type QueueAttributes, type QueueSettings, settingsOf } from './queue-settings.ts';
import { invalidValue, noSuchQueue } from './refusals.ts';

/** What is kept of a queue beside its messages. Times are milliseconds since 1970. */
interface Entry {
  readonly name: string;
  readonly attributes: QueueAttributes;
  readonly createdAt: number;
  readonly modifiedAt: number;
}

/** A queue with what is known of it. */
export interface Listed extends Entry {
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly queue: Queue;
}

const DOCUMENT = 'sqs';

/** All queues of the account. */
export class QueueDirectory {
  readonly #clock: Clock;
  readonly #state: StateFiles;
  readonly #listed = new Map<string, Listed>();
  readonly #depthListeners = new Set<(queueArn: string, depth: number) => void>();

  constructor(clock: Clock, state: StateFiles) {
    this.#clock = clock;
    this.#state = state;
    for (const entry of state.load<readonly Entry[]>(DOCUMENT) ?? []) this.#list(entry);
  }

  names(): readonly string[] {
    return [...this.#listed.keys()].sort();
  }

  find(name: string): Listed | undefined {
    return this.#listed.get(name);
  }

  /** The queue of a URL or an ARN. Throws QueueDoesNotExist. */
  named(urlOrArn: string): Listed {
    const listed = this.#listed.get(queueName(urlOrArn));
    if (listed === undefined) throw noSuchQueue();
    return listed;
  }

  /** Makes a queue, or gives one that is there these attributes in place of its own. */
  put(name: string, attributes: QueueAttributes): Listed {
    const settings = settingsOf(attributes);
    if (name.endsWith('.fifo') !== settings.fifo || !/^[A-Za-z0-9_-]{1,80}$/.test(name.replace(/\.fifo$/, ''))) {
      const reason = 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
      throw invalidValue(name, 'QueueName', settings.fifo ? 'The name of a FIFO queue can only end in .fifo' : reason);
    }
    this.#checkRedrive(attributes, settings);
    const now = this.#clock.now();
    const before = this.#listed.get(name);
    const listed = this.#list({ name, attributes, createdAt: before?.createdAt ?? now, modifiedAt: now });
    this.#save();
    return listed;
  }

  remove(name: string): void {
    this.#listed.get(name)?.queue.destroy();
    this.#listed.delete(name);
    this.#save();
  }

  onDepthChange(listener: (queueArn: string, depth: number) => void): Cancel {
    this.#depthListeners.add(listener);
    return () => this.#depthListeners.delete(listener);
  }

  /** Stops all timers. */
  close(): void {
    for (const { queue } of this.#listed.values()) queue.close();
  }

  #list(entry: Entry): Listed {
    const queueArn = arn('sqs', entry.name);
    const queue = this.#listed.get(entry.name)?.queue ?? this.#open(entry.name, queueArn);
    const listed: Listed = { ...entry, arn: queueArn, settings: settingsOf(entry.attributes), queue };
    this.#listed.set(entry.name, listed);
    return listed;
  }

  #open(name: string, queueArn: string): Queue {
    const queue = new Queue({
      clock: this.#clock,
      state: this.#state,
      arn: queueArn,
      settings: () => this.named(name).settings,
      buryIn: (deadLetterArn, message) => this.named(deadLetterArn).queue.bury(message, queueArn),
    });
    let depth = queue.counts().visible;
    queue.onChange(() => {
      const now = queue.counts().visible;
      if (now === depth) return;
      depth = now;
      for (const listener of [...this.#depthListeners]) listener(queueArn, now);
    });
    return queue;
  }

  #checkRedrive(attributes: QueueAttributes, { fifo, redrive }: QueueSettings): void {
    if (redrive === undefined) return;
    const dead = this.#listed.get(queueName(redrive.deadLetterTargetArn));
    const reason =
      dead === undefined
        ? 'Dead letter target does not exist.'
        : dead.settings.fifo !== fifo
          ? 'Dead-letter queue must be same type of queue as the source.'
          : undefined;
    if (reason !== undefined) throw invalidValue(attributes.RedrivePolicy, 'RedrivePolicy', reason);
  }

  #save(): void {
    const entries: Entry[] = [...this.#listed.values()].map(({ name, attributes, createdAt, modifiedAt }) => ({
      name,
      attributes,
      createdAt,
      modifiedAt,
    }));
    this.#state.save(DOCUMENT, entries);
  }
}

/** The name at the end of a queue's URL or ARN. */
export function queueName(urlOrArn: string): string {
  return urlOrArn.slice(Math.max(urlOrArn.lastIndexOf('/'), urlOrArn.lastIndexOf(':')) + 1);
}

/** The error for a queue that is there with other attributes. */
export function queueNameExists(attribute: string): AwsError {
  return new AwsError(
    'QueueNameExists',
    `A queue already exists with the same name and a different value for attribute ${attribute}`,
  );
}
