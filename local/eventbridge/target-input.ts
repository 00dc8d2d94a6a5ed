import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import type { BusEvent } from './bus-event.ts';
import { Undeliverable } from './failed-delivery.ts';
import { fillIn, isSendable, placeholdersOf } from './input-template.ts';
import { jsonPath } from './json-path.ts';

/** What `<aws.events…>` stands for in a template. */
export interface Occasion {
  readonly event: BusEvent;
  readonly ruleArn: string;
  readonly ruleName: string;
}

const KNOWN: Readonly<Record<string, (occasion: Occasion) => unknown>> = {
  'aws.events.rule-arn': ({ ruleArn }) => ruleArn,
  'aws.events.rule-name': ({ ruleName }) => ruleName,
  'aws.events.event.ingestion-time': ({ event }) => event.time,
  'aws.events.event.json': ({ event }) => event,
  'aws.events.event': ({ event: { detail: _, 'detail-type': detailType, ...rest } }) => ({ ...rest, detailType }),
};

/** Checks how a target wants its input. Throws ValidationException, which names the target. */
export function checkInput({ Id: id, Input: input, InputPath: path, InputTransformer: transformer }: Target): void {
  const refuse = (reason: string): AwsError => new AwsError('ValidationException', reason);
  if ([input, path, transformer].filter((given) => given !== undefined).length > 1) {
    throw refuse(`Only one of Input, InputPath, or InputTransformer must be provided for target ${id}.`);
  }
  if (input !== undefined && !isSendable(input)) throw refuse(`JSON syntax error in input for target ${id}.`);
  const paths = transformer?.InputPathsMap ?? {};
  for (const each of [path, ...Object.values(paths)]) {
    if (each !== undefined && each !== '' && jsonPath(each) === undefined) {
      throw refuse(`InputPath for target ${id} is invalid: ${each} is not a path such as $.detail.state.`);
    }
  }
  for (const name of placeholdersOf(transformer?.InputTemplate ?? '')) {
    if (!Object.hasOwn(paths, name) && !Object.hasOwn(KNOWN, name)) {
      throw refuse(`InputTemplate for target ${id} contains invalid placeholder ${name}.`);
    }
  }
}

/** The text that a target gets: JSON, but for templates of several lines. */
export function inputFor(target: Target, occasion: Occasion): string {
  const { Input: input, InputPath: path, InputTransformer: transformer } = target;
  const { event } = occasion;
  if (input !== undefined) return input;
  if (path !== undefined && path !== '') return JSON.stringify(jsonPath(path)?.(event) ?? null);
  if (transformer === undefined) return JSON.stringify(event);

  const text = fillIn(transformer.InputTemplate ?? '', (name) => {
    const given = transformer.InputPathsMap?.[name];
    return given === undefined ? KNOWN[name]?.(occasion) : jsonPath(given)?.(event);
  });
  if (!isSendable(text))
    throw new Undeliverable('INVALID_JSON', `InputTransformer of ${target.Id} made no JSON: ${text}`);
  return text;
}
