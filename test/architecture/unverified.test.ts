import { readFileSync } from 'node:fs';
import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ecr from '@aws-sdk/client-ecr';
import * as ecs from '@aws-sdk/client-ecs';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import * as events from '@aws-sdk/client-eventbridge';
import * as lambda from '@aws-sdk/client-lambda';
import * as scheduler from '@aws-sdk/client-scheduler';
import * as stepfunctions from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { DEFAULT_SWITCHES } from '../../local/ecs/switches.ts';
import { ownCases } from '../../local/step-functions/cases/index.ts';

const page = readFileSync(new URL('../../docs/unverified.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')).replaceAll('`', ''), section]),
);
const CLIENTS: Readonly<Record<string, object>> = {
  cloudwatch,
  dynamodb,
  ecr,
  ecs,
  elbv2,
  events,
  lambda,
  scheduler,
  stepfunctions,
};

test.each(Object.entries(DEFAULT_SWITCHES))(
  'the page says how to see %s on AWS, and what is assumed',
  (name, value) => {
    const section = sections.get(name);
    expect(section).toContain(`Assumed: ${typeof value === 'string' ? `\`${value}\`` : value}`);
  },
);

test('the page has every case of Step Functions that no page of AWS speaks for', () => {
  const unverified = ownCases.filter(({ source }) => 'unverified' in source).map(({ name }) => name);
  expect(unverified.length).toBeGreaterThan(0);
  expect(unverified.filter((name) => !sections.has(name))).toEqual([]);
});

test.each([...sections])('"%s" has a command and says what to look at', (_, section) => {
  expect(section).toMatch(/^```sh\n[\s\S]+?\n```$/m);
  expect(section).toMatch(/^Look at: .+/m);
});

test('every call of the page is an operation that AWS has', () => {
  const calls = [...page.matchAll(/\baws (\w+) ([a-z-]+)/g)].filter(
    ([, service = '', verb]) => service in CLIENTS && verb !== 'wait',
  );
  expect(calls.length).toBeGreaterThan(20);
  const unknown = calls.filter(([, service = '', verb = '']) => {
    const operation = verb.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
    return !(`${operation}Command` in (CLIENTS[service] ?? {}));
  });
  expect(unknown.map(([call]) => call)).toEqual([]);
});
