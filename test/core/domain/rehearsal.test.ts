import { expect, test } from 'vitest';
import { judgeRehearsal, type RehearsedTask, rehearsedPoint, startedBy } from '../../../core/domain/rehearsal.ts';

const AT = '2026-11-20T12:00:30.000Z';
const TOLD: RehearsedTask = { task: 'task/1', lastStatus: 'RUNNING', createdAt: '2026-11-20T12:00:00.000Z' };
const RAN = { startedAt: '2026-11-20T12:00:12.340Z' };

test.each<[string, Partial<RehearsedTask>, object | undefined]>([
  ['runs', RAN, { ok: true, because: 'it ran after 12.3 s', seconds: 12.3, at: AT }],
  ['is on its way', { lastStatus: 'PENDING' }, undefined],
  [
    'ended by itself before it ran',
    { lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart', why: 'CannotPullContainerError' },
    { ok: false, because: 'CannotPullContainerError', at: AT },
  ],
  [
    'ended by itself after it ran',
    { ...RAN, lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', why: 'exit code 1' },
    { ok: false, because: 'exit code 1', seconds: 12.3, at: AT },
  ],
  [
    'was stopped after it ran',
    { ...RAN, lastStatus: 'STOPPED', stopCode: 'UserInitiated', why: 'over' },
    { ok: true, because: 'it ran, and was stopped: over', seconds: 12.3, at: AT },
  ],
  [
    'was stopped before it ran',
    { lastStatus: 'STOPPED', stopCode: 'UserInitiated', why: 'somebody stopped it' },
    { ok: false, because: 'somebody stopped it', at: AT },
  ],
])('a task that %s', (_, change, outcome) => {
  expect(judgeRehearsal({ ...TOLD, ...change }, AT)).toEqual(outcome);
});

test('a rehearsal is known by who started its task', () => {
  expect(rehearsedPoint(startedBy('rp-1'))).toBe('rp-1');
  for (const other of ['ecs-svc/123', 'belay-rehearsal/', 'belay-rehearsal/__proto__', 'rp-1'])
    expect(rehearsedPoint(other)).toBeUndefined();
  // ECS takes letters, digits, "-", "_" and "/", 128 at most.
  expect(startedBy(`rp-20261120T101500Z-k3f9`)).toMatch(/^[a-zA-Z0-9/_-]{1,128}$/);
});
