import { tellStory } from '../local/story/tell-story.ts';
import type { RecordedCall } from '../local/wire/call-log.ts';
import { startWorld } from '../test/story/world-fixture.ts';

const SPEED = 60;

/** What the story of the README showed: two releases that serve, and one that an alarm takes back. */
export interface WholeStory {
  /** Real seconds, without the start of the local AWS. */
  readonly seconds: number;
  /** What the function that an alarm wakes called, in order, until it had stopped the deployment. */
  readonly alarmToStop: readonly string[];
  /** What the function that a push wakes called, in order, until the deployment was started. */
  readonly pushToStart: readonly string[];
}

let told: Promise<WholeStory> | undefined;

/** Tells the story on the whole local AWS, once for all figures. */
export function wholeStory(): Promise<WholeStory> {
  told ??= tell();
  return told;
}

async function tell(): Promise<WholeStory> {
  const started = await startWorld({ speed: SPEED });
  try {
    const began = performance.now();
    const { summary, asItShould, lines } = await tellStory(started.running, {
      speed: SPEED,
      visitors: 50,
      say: () => {},
    });
    if (!asItShould) throw new Error(`${summary}\n${lines.join('\n')}`);
    const seconds = (performance.now() - began) / 1000;
    const calls = started.world.wire.calls.calls();
    return {
      seconds,
      alarmToStop: upTo(calls, /OnAlarm/, 'Query', 'StopServiceDeployment'),
      pushToStart: upTo(calls, /OnImagePushed/, 'GetItem', 'StartExecution'),
    };
  } finally {
    await started.stop();
  }
}

/** The calls of the first run of a function that came to a certain one, that one included. Each run begins with the same operation on the same table. */
function upTo(calls: readonly RecordedCall[], role: RegExp, first: string, last: string): readonly string[] {
  const own = calls.filter(({ caller }) => role.test(caller.arn));
  const end = own.findIndex(({ operation }) => operation === last);
  const [begin] = own.slice(0, end);
  if (begin?.operation !== first) throw new Error(`${role} did not call ${last}, or began with ${begin?.operation}`);
  const isBegin = ({ operation, input }: RecordedCall): boolean =>
    operation === first && tableOf(input) === tableOf(begin.input);
  const start = own.slice(0, end).findLastIndex(isBegin);
  return own.slice(start, end + 1).map(({ service, operation }) => `${service} ${operation}`);
}

/** Of the input of a call to DynamoDB. */
function tableOf(input: unknown): string | undefined {
  return (input as { readonly TableName?: string }).TableName;
}
