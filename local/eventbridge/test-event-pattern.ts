import type { TestEventPatternRequest, TestEventPatternResponse } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operation, operation } from '../kernel/aws-service.ts';
import { compilePattern } from './pattern/compile-pattern.ts';

const NEEDED = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

export const testEventPattern: Operation = operation<TestEventPatternRequest, TestEventPatternResponse>({
  permissions: () => [{ action: 'events:TestEventPattern', resource: '*' }],
  run: ({ EventPattern = '', Event = '' }) => ({ Result: compilePattern(EventPattern)(eventOf(Event)) }),
});

function eventOf(text: string): object {
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw refusal('It is not JSON.');
  }
  if (event === null || typeof event !== 'object' || Array.isArray(event)) throw refusal('It is not an object.');
  const given = new Set(Object.keys(event));
  const missing = NEEDED.find((name) => !given.has(name));
  if (missing !== undefined) throw refusal(`It has no ${missing}.`);
  return event;
}

function refusal(reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter Event is not valid. ${reason}`);
}
