import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Asker, type Block, blocksFor } from '../../../core/domain/block.ts';
import { blocksOf } from '../../../core/domain/blocks-of.ts';
import type { EnvironmentRule } from '../../../core/domain/environment-rule.ts';
import { freeAt } from '../../../core/domain/free-at.ts';
import { passBlocks } from '../../../core/domain/pass-blocks.ts';
import { inTime } from '../../../core/domain/rule-in-time.ts';
import type { ServiceState } from '../../../core/domain/service.ts';
import { aDeployment, aService, SERVICE } from '../../builders.ts';

const at = (time: string): number => Date.parse(time);
const NOW = at('2026-11-20T10:00:00Z');
const told = { by: 'ann', since: '2026-11-01T00:00:00.000Z', reason: 'so' };
const person = { kind: 'person', by: 'bob' } as const;
const automation = { kind: 'automation', by: 'push' } as const;

const state = (change: Partial<ServiceState> = {}): ServiceState => ({
  settings: aService(),
  denied: [],
  waiting: [],
  ...change,
});
const blocking = (service: ServiceState, rules: readonly EnvironmentRule[], at: number) =>
  blocksOf(service, rules.map(inTime), at);
const freed = (service: ServiceState, rules: readonly EnvironmentRule[], asker: Asker, at: number) =>
  freeAt(service, rules.map(inTime), asker, at);
const freeze: EnvironmentRule = {
  ...told,
  kind: 'freeze',
  environment: 'staging',
  name: 'sale',
  dtstart: '2026-11-20T09:00',
  timeZone: 'UTC',
  duration: 'PT4H',
};
const window: EnvironmentRule = {
  ...freeze,
  kind: 'window',
  name: 'mornings',
  dtstart: '2026-11-02T06:00',
  duration: 'PT2H',
  rrule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH',
};
const stop: EnvironmentRule = { ...told, kind: 'stop-the-line', environment: 'staging' };
const lock = { owner: 'bob', reason: 'a hotfix', since: told.since };
const maintenance = { by: 'ann', reason: 'a new disk', since: told.since };
const hold = { because: 'an alarm fired', since: told.since, deployment: aDeployment().id };

const ROWS: readonly [string, ServiceState, readonly EnvironmentRule[], Partial<Block>][] = [
  ['hold', state({ hold }), [], { blocks: 'automation', lift: 'belay lift staging/web', forcible: false }],
  ['lock', state({ lock }), [], { blocks: 'everything', by: 'bob', lift: 'belay unlock staging/web', forcible: true }],
  ['maintenance', state({ maintenance }), [], { lift: 'belay maintenance off staging/web', forcible: true }],
  ['freeze', state(), [freeze], { until: '2026-11-20T13:00:00.000Z', lift: 'belay freeze remove staging.sale' }],
  ['window', state(), [window], { until: '2026-11-23T06:00:00.000Z', since: '2026-11-19T08:00:00.000Z' }],
  ['stop-the-line', state(), [stop], { lift: 'belay start-the-line staging', forcible: false }],
];

test.each(ROWS)('a %s is one row of the table, and tells what ends it', (kind, service, rules, row) => {
  expect(blocking(service, rules, NOW)).toMatchObject([{ kind, ...row }]);
});

test.each(ROWS)('a %s keeps automation off', (kind, service, rules) => {
  expect(blocksFor(blocking(service, rules, NOW), automation).map((block) => block.kind)).toEqual([kind]);
});

test('a hold lets persons through, and a lock its owner', () => {
  const blocks = blocking(state({ hold, lock }), [], NOW);
  expect(blocksFor(blocks, person)).toEqual([]);
  expect(blocksFor(blocks, { ...person, by: 'ann' })).toMatchObject([{ kind: 'lock' }]);
});

test('a push that bears the name of the owner of a lock does not pass it', () => {
  const blocks = blocking(state({ lock: { ...lock, owner: 'push' } }), [], NOW);
  expect(blocksFor(blocks, automation)).toHaveLength(1);
});

test('a lock that has ended blocks nothing', () => {
  const ended = { ...lock, until: '2026-11-20T10:00:00.000Z' };
  expect(blocking(state({ lock: ended }), [], NOW)).toEqual([]);
  expect(blocking(state({ lock: ended }), [], NOW - 1)).toMatchObject([{ kind: 'lock', until: ended.until }]);
});

test('rules of another environment block nothing here, and those of * everything', () => {
  for (const rule of [freeze, window, stop]) {
    expect(blocking(state(), [{ ...rule, environment: 'production' }], NOW)).toEqual([]);
    expect(blocking(state(), [{ ...rule, environment: '*' }], NOW)).toMatchObject([
      { lift: expect.stringContaining("'*") },
    ]);
  }
});

test('one open window is enough, and a closed one does not matter then', () => {
  const open: EnvironmentRule = { ...window, name: 'now', dtstart: '2026-11-20T09:30', rrule: 'FREQ=DAILY' };
  expect(blocking(state(), [window, open], NOW)).toEqual([]);
});

test('windows that never open again block until somebody removes them', () => {
  const over: EnvironmentRule = { ...window, rrule: 'FREQ=DAILY;COUNT=3' };
  const [block] = blocking(state(), [over], NOW);
  expect(block).toMatchObject({ kind: 'window', since: '2026-11-04T08:00:00.000Z' });
  expect(block?.until).toBeUndefined();
});

test('all that blocks is told at once, each with what ends it', () => {
  const blocks = blocking(state({ hold, maintenance }), [freeze, stop], NOW);
  const pass = () => passBlocks(SERVICE, blocks, { asker: person, force: false, reason: 'x' });
  expect(pass).toThrow(/belay maintenance off staging\/web.*belay freeze remove staging\.sale.*belay start-the-line/);
  expect(pass).toThrow(expect.objectContaining({ code: 'Blocked', details: { blocks: blocks.slice(1) } }));
});

test('force gets past what may be forced, and says what that was', () => {
  const blocks = blocking(state({ hold, maintenance }), [freeze], NOW);
  const forced = passBlocks(SERVICE, blocks, { asker: person, force: true, reason: 'the shop is down' });
  expect(forced).toEqual({ by: 'bob', reason: 'the shop is down', past: ['maintenance', 'freeze'] });
  expect(passBlocks(SERVICE, [], { asker: person, force: false, reason: 'x' })).toBeUndefined();
});

test('no force gets past a stop of the line, and automation forces nothing', () => {
  const stopped = blocking(state(), [freeze, stop], NOW);
  expect(() => passBlocks(SERVICE, stopped, { asker: person, force: true, reason: 'x' })).toThrow(/stop-the-line/);
  const frozen = blocking(state(), [freeze], NOW);
  expect(() => passBlocks(SERVICE, frozen, { asker: automation, force: true, reason: 'x' })).toThrow(/sale/);
});

test('what ends by itself is waited through, one after the other; what does not is told', () => {
  const free = freed(state({ maintenance }), [freeze, window], person, NOW);
  expect(new Date(free.at).toISOString()).toBe('2026-11-23T06:00:00.000Z');
  expect(free.blocks.map(({ kind }) => kind)).toEqual(['maintenance']);
});

test('when something is free, no freeze or window blocks it, whatever rules there are', () => {
  const rules = fc.array(
    fc.record({ kind: fc.constantFrom('freeze', 'window'), hour: fc.nat(23), hours: fc.integer({ min: 1, max: 20 }) }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(rules, fc.nat(1000), (given, hours) => {
      const all = given.map(({ kind, hour, hours: lasts }, index): EnvironmentRule => {
        const dtstart = `2026-03-01T${String(hour).padStart(2, '0')}:00`;
        const rrule = kind === 'freeze' ? 'FREQ=DAILY;INTERVAL=2' : 'FREQ=DAILY';
        const base = { ...told, environment: 'staging', timeZone: 'Europe/Berlin', dtstart, rrule };
        return { ...base, kind: kind === 'freeze' ? 'freeze' : 'window', name: `r${index}`, duration: `PT${lasts}H` };
      });
      const from = at('2026-03-20T00:00:00Z') + hours * 3_600_000;
      const free = freed(state(), all, person, from);
      expect(free.at).toBeGreaterThanOrEqual(from);
      expect(free.blocks).toEqual(blocksFor(blocking(state(), all, free.at), person));
      if (given.every(({ kind }) => kind === 'window')) expect(free.blocks).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
