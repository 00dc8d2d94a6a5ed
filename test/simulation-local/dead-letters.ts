import type { ListQueuesResult, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import type { World } from '../../local/world.ts';
import { asOwner } from '../story/as-owner.ts';
import { isExplained } from './explained.ts';
import type { FaultLog } from './fault-log.ts';

/** What lies in the dead-letter queues of a world, taken out as somebody asks for it. */
export class DeadLetters {
  readonly #world: World;
  readonly #faults: FaultLog;
  #letters: readonly string[] = [];
  #queues: readonly string[] | undefined;

  constructor(world: World, faults: FaultLog) {
    this.#world = world;
    this.#faults = faults;
  }

  /** The letters that have come about something, and those that name none of `others` and that no fault explains. */
  async about(name: string, others: readonly string[]): Promise<readonly string[]> {
    await this.#collect();
    const isOfOthers = (letter: string): boolean =>
      !letter.includes(name) && others.some((other) => letter.includes(other));
    const struck = this.#faults.struck();
    const own = this.#letters.filter((letter) => !isOfOthers(letter));
    this.#letters = this.#letters.filter(isOfOthers);
    return own.filter((letter) => letter.includes(name) || !isExplained(letter, struck));
  }

  async #collect(): Promise<void> {
    this.#queues ??= await this.#find();
    for (const QueueUrl of this.#queues) {
      const { Messages = [] } = await asOwner<ReceiveMessageResult>(this.#world, 'sqs', 'ReceiveMessage', {
        QueueUrl,
        MaxNumberOfMessages: 10,
      });
      for (const { Body = '', ReceiptHandle } of Messages) {
        this.#letters = [...this.#letters, Body];
        await asOwner(this.#world, 'sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
      }
    }
  }

  async #find(): Promise<readonly string[]> {
    const { QueueUrls = [] } = await asOwner<ListQueuesResult>(this.#world, 'sqs', 'ListQueues', {});
    return QueueUrls.filter((url) => /NotDelivered|Failed|StreamGivenUp|SlackRefused/.test(url));
  }
}
