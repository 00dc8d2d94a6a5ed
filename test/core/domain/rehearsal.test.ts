import { expect, test } from 'vitest';
import {
  healthTimes,
  judgeRehearsal,
  type RehearsedTask,
  rehearsedPoint,
  rehearsedTime,
  startedBy,
} from '../../../core/domain/rehearsal.ts';
import { aDigest } from '../../builders.ts';

const AT = '2026-11-20T12:00:30.000Z';
const TOLD: RehearsedTask = { task: 'task/1', lastStatus: 'RUNNING', createdAt: '2026-11-20T12:00:00.000Z' };
const RAN = { startedAt: '2026-11-20T12:00:12.340Z' };

test.each<[string, Partial<RehearsedTask>, object | undefined]>([
  ['runs', RAN, { ok: true, because: 'it ran after 12.3 s', seconds: 12.3, until: 'running', at: AT }],
  ['is on its way', { lastStatus: 'PENDING' }, undefined],
  [
    'ended by itself before it ran',
    { lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', why: 'CannotPullContainerError' },
    { ok: false, because: 'CannotPullContainerError', at: AT },
  ],
  [
    'ended by itself after it ran',
    { ...RAN, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', why: 'exit code 1' },
    { ok: false, because: 'exit code 1', seconds: 12.3, until: 'running', at: AT },
  ],
  [
    'was stopped after it ran',
    { ...RAN, lastStatus: 'STOPPED', stopCode: 'UserInitiated', why: 'over' },
    { ok: true, because: 'it ran, and was stopped: over', seconds: 12.3, until: 'running', at: AT },
  ],
  [
    'was stopped before it ran',
    { lastStatus: 'STOPPED', stopCode: 'UserInitiated', why: 'somebody stopped it' },
    { ok: false, because: 'somebody stopped it', at: AT },
  ],
])('a task that %s', (_, change, outcome) => {
  expect(judgeRehearsal({ ...TOLD, ...change }, AT)).toEqual(outcome);
});

const HEALTH = { first: 35, last: 105 };
const late = (seconds: number) => new Date(Date.parse('2026-11-20T12:00:12.340Z') + seconds * 1000).toISOString();

test.each<[string, number, string | undefined, object | undefined]>([
  ['right after it ran', 0, undefined, undefined],
  [
    'healthy at the first look',
    35,
    'HEALTHY',
    { ok: true, because: 'it was healthy within 47.3 s', seconds: 47.3, until: 'healthy' },
  ],
  ['not known yet', 35, 'UNKNOWN', undefined],
  ['ill', 35, 'UNHEALTHY', { ok: false, because: 'it ran, and its health check failed' }],
  [
    'still not known when it must be',
    105,
    'UNKNOWN',
    { ok: false, because: 'it ran, and was not healthy 105 s later' },
  ],
  ['healthy, which nobody looked at in time', 600, 'HEALTHY', { ok: true, because: 'it was healthy' }],
])('a task with a health check, %s', (_, seconds, health, outcome) => {
  const at = late(seconds);
  const judged = judgeRehearsal({ ...TOLD, ...RAN, health }, at, { health: HEALTH });
  expect(judged).toEqual(outcome && { ...outcome, at });
});

test('where a load balancer will ask, what its checks need is told beside, and not added', () => {
  expect(judgeRehearsal({ ...TOLD, ...RAN }, AT, { plus: 20 })).toMatchObject({
    because: "it ran after 12.3 s; the load balancer's own checks, no part of this, need 20 s at least",
    seconds: 12.3,
    until: 'running',
  });
});

test('health can be known after the first check of the slowest container, and must be after the last', () => {
  const check = { interval: 30, timeout: 5, retries: 3, startPeriod: 0 };
  expect(healthTimes([{}, {}])).toBeUndefined();
  expect(healthTimes([{}, { healthCheck: check }])).toEqual({ first: 35, last: 105 });
  expect(
    healthTimes([{ healthCheck: check }, { healthCheck: { interval: 10, timeout: 2, retries: 2, startPeriod: 120 } }]),
  ).toEqual({ first: 35, last: 144 });
});

test('the newest good rehearsal of an image counts, whichever of its points was tried', () => {
  const tried = (at: string, change: object = {}, of = aDigest(1)) => ({
    digest: of,
    rehearsal: { startedAt: at, by: 'ann', outcome: { ok: true, because: '', seconds: 10, at, ...change } },
  });
  const newest = tried('2026-11-20T12:00:00.000Z', { seconds: 20, until: 'healthy' });
  const points = [
    { digest: aDigest(1) },
    tried('2026-11-20T11:00:00.000Z'),
    newest,
    tried('2026-11-20T13:00:00.000Z', { ok: false }),
    tried('2026-11-20T14:00:00.000Z', {}, aDigest(2)),
  ];
  const at = '2026-11-20T12:00:00.000Z';
  expect(rehearsedTime(points, aDigest(1))).toEqual({ seconds: 20, until: 'healthy', at });
  expect(rehearsedTime(points, aDigest(3))).toBeUndefined();
});

test('a rehearsal is known by who started its task', () => {
  expect(rehearsedPoint(startedBy('rp-1'))).toBe('rp-1');
  for (const other of ['ecs-svc/123', 'belay-rehearsal/', 'belay-rehearsal/__proto__', 'rp-1'])
    expect(rehearsedPoint(other)).toBeUndefined();
  // ECS takes letters, digits, "-", "_" and "/", 128 at most.
  expect(startedBy(`rp-20261120T101500Z-k3f9`)).toMatch(/^[a-zA-Z0-9/_-]{1,128}$/);
});
