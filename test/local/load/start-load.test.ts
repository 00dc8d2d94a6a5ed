import { expect, test } from 'vitest';
import { startLoad } from '../../../local/load/start-load.ts';
import { aProcess, freePort, until } from '../elb/an-elb.ts';

test('requests go out at the rate that was asked for, and answers are counted by status and version', async () => {
  const process = await aProcess('v1');
  const answers: number[] = [];
  const load = startLoad({
    url: `http://127.0.0.1:${process.target.port}/`,
    perSecond: 200,
    onAnswer: ({ status }) => answers.push(status),
  });
  await until(() => load.report().answered >= 60);
  const report = await load.stop();
  expect(report).toMatchObject({
    byStatus: { 200: report.sent },
    byVersion: { v1: report.sent },
    badByVersion: {},
    failed: [],
    skipped: 0,
  });
  expect([report.answered, answers.length, report.lastBadAnswerAt]).toEqual([report.sent, report.sent, undefined]);
  expect(process.seen).toHaveLength(report.sent);
});

test('a bad answer of a version is told from a failure that no version answered', async () => {
  let bad = 0;
  const process = await aProcess('v2', (_, response) => {
    bad += 1;
    if (bad % 2 === 0) response.removeHeader('x-version');
    response.writeHead(503).end();
  });
  const load = startLoad({ url: `http://127.0.0.1:${process.target.port}/`, perSecond: 100 });
  await until(() => load.report().answered >= 4);
  const report = await load.stop();
  expect((report.badByVersion.v2 ?? 0) + report.failed.length).toBe(report.answered);
  expect(report.failed[0]?.reason).toBe('503 of the load balancer');
  expect(report.lastBadAnswerAt).toBeGreaterThan(0);
});

test('nobody there is a failure with its reason', async () => {
  const load = startLoad({ url: `http://127.0.0.1:${await freePort()}/`, perSecond: 100 });
  await until(() => load.report().failed.length > 0);
  const report = await load.stop();
  expect(report.failed[0]?.reason).toContain('ECONNREFUSED');
  expect([report.answered, report.failed.length]).toEqual([0, report.sent]);
});

test('while paused nothing is sent, and what was missed is not made up for', async () => {
  const process = await aProcess('v1');
  const load = startLoad({ url: `http://127.0.0.1:${process.target.port}/`, perSecond: 100 });
  await until(() => load.report().sent >= 5);
  load.pause();
  const { sent } = load.report();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(load.report().sent).toBe(sent);
  load.resume();
  await until(() => load.report().sent > sent);
  expect(load.report().sent).toBeLessThan(sent + 15);
  await load.stop();
});
