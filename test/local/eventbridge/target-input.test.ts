import { expect, test } from 'vitest';
import { busEvent } from '../../../local/eventbridge/bus-event.ts';
import { jsonPath } from '../../../local/eventbridge/json-path.ts';
import { inputFor } from '../../../local/eventbridge/target-input.ts';

const detail = { command: 'go', payload: { id: '7', n: 1 }, list: ['A', 'B'], yes: true, quote: 'say "hi"' };
const event = busEvent({ source: 's', detailType: 'd', resources: [], detail }, Date.parse('2026-11-20T10:00:00Z'));
const occasion = { event, ruleArn: 'arn:rule', ruleName: 'rule' };
const paths = {
  command: '$.detail.command',
  payload: '$.detail.payload',
  list: '$.detail.list',
  yes: '$.detail.yes',
  none: '$.detail.none',
  quote: '$.detail.quote',
};
const filled = (InputTemplate: string): string =>
  inputFor({ Id: 't', Arn: 'a', InputTransformer: { InputPathsMap: paths, InputTemplate } }, occasion);

test('without a wish the target gets the event', () => {
  expect(JSON.parse(inputFor({ Id: 't', Arn: 'a' }, occasion))).toEqual(event);
});

test('a path gives the JSON of what it finds', () => {
  expect(inputFor({ Id: 't', Arn: 'a', InputPath: '$.detail.payload.id' }, occasion)).toBe('"7"');
  expect(inputFor({ Id: 't', Arn: 'a', InputPath: '$.detail.missing' }, occasion)).toBe('null');
});

test.each([
  ['{"c": <command>, "p": <payload>}', '{"c": "go", "p": {"id":"7","n":1}}'],
  ['{"c": "x/<command>/<command>"}', '{"c": "x/go/go"}'],
  ['{"missing": <none>}', '{"missing": ""}'],
  ['{"q": "<quote>"}', '{"q": "say \\"hi\\""}'],
  ['"<command> <none>!"', '"go !"'],
  ['"<payload> and <list>"', '"{id:7,n:1} and [A,B]"'],
  ['"it is <yes>"', '"it is true"'],
  ['"one <command>"\n"two <command>"', '"one go"\n"two go"'],
  ['"<aws.events.rule-arn> <aws.events.rule-name>"', '"arn:rule rule"'],
  ['<aws.events.event.ingestion-time>', '"2026-11-20T10:00:00Z"'],
])('the template %j makes %j', (template, text) => {
  expect(filled(template)).toBe(text);
});

test('a template can carry the event, with its detail or without', () => {
  const { e, j } = JSON.parse(filled('{"e": <aws.events.event>, "j": <aws.events.event.json>}'));
  expect(e).toMatchObject({ detailType: 'd', source: 's' });
  expect(e.detail).toBeUndefined();
  expect(j).toEqual(event);
});

test.each(['{"l": "<list>"}', 'plain <command>'])('the template %j makes no JSON and is not sent', (template) => {
  expect(() => filled(template)).toThrow('made no JSON');
});

test.each([
  ['$', { a: 1 }, { a: 1 }],
  ['$.a-b', { 'a-b': 1 }, 1],
  ["$['a.b'].c", { 'a.b': { c: 2 } }, 2],
  ['$.list[1].x', { list: [{}, { x: 3 }] }, 3],
  ['$.a.b', { a: 'text' }, undefined],
])('the path %s is followed', (path, document, value) => {
  expect(jsonPath(path)?.(document)).toEqual(value);
});

test.each(['detail', '$.', '$.a[*]', '$..a', '$.a[?(@.b)]'])('%s is no path', (path) => {
  expect(jsonPath(path)).toBeUndefined();
});
