import { expect, test } from 'vitest';
import { readAlarm } from '../../functions/alarm-event.ts';

/** As EventBridge sends it, with `state` on top. */
const event = (state: object): unknown => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  detail: {
    alarmName: 'checkout-5xx',
    state: {
      value: 'ALARM',
      reason: 'Threshold Crossed: 1 datapoint [31.0] was greater than the threshold (5.0).',
      timestamp: '2026-11-22T08:15:30.120+0000',
      ...state,
    },
  },
});

test('an alarm is known by its name, its reason and the moment it fired', () => {
  expect(readAlarm(event({}))).toEqual({
    name: 'checkout-5xx',
    reason: 'Threshold Crossed: 1 datapoint [31.0] was greater than the threshold (5.0).',
    firedAt: Date.UTC(2026, 10, 22, 8, 15, 30, 120),
  });
});

test.each([
  ['no time', { timestamp: undefined }],
  ['a time that is no date', { timestamp: 'just now' }],
  ['a time that is a number', { timestamp: 1_795_000_000 }],
  ['a time that is null', { timestamp: null }],
])('an alarm with %s is obeyed, and its moment not known', (_, state) => {
  expect(readAlarm(event(state))).toEqual({ name: 'checkout-5xx', reason: expect.stringContaining('Threshold') });
});

test('an alarm with no reason in words is obeyed', () => {
  expect(readAlarm(event({ reason: null }))).toMatchObject({ name: 'checkout-5xx', reason: 'it gave no reason' });
});

test.each([
  ['an alarm that ended', event({ value: 'OK' })],
  ['an alarm without a name', { source: 'aws.cloudwatch', detail: { state: { value: 'ALARM' } } }],
  ['an event of somebody else', { ...(event({}) as object), source: 'my.app' }],
])('%s is none', (_, wrong) => {
  expect(() => readAlarm(wrong)).toThrow();
});
