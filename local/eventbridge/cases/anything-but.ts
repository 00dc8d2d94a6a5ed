import type { PatternCase } from './pattern-case.ts';

const but = (operand: unknown): object => ({ state: [{ 'anything-but': operand }] });

export const ANYTHING_BUT: readonly PatternCase[] = [
  { says: 'anything but a string takes another', pattern: but('PENDING'), event: { state: 'RUNNING' }, gives: true },
  { says: 'anything but a string refuses it', pattern: but('PENDING'), event: { state: 'PENDING' }, gives: false },
  { says: 'anything but a string needs the field', pattern: but('PENDING'), event: { other: 1 }, gives: false },
  { says: 'anything but a string takes null', pattern: but('PENDING'), event: { state: null }, gives: true },
  { says: 'anything but a string takes a number', pattern: but('PENDING'), event: { state: 7 }, gives: true },
  { says: 'anything but a number takes another', pattern: but(100), event: { state: 101 }, gives: true },
  {
    says: 'anything but a number refuses it however it is written',
    pattern: '{"state":[{"anything-but":1e2}]}',
    event: { state: 100 },
    gives: false,
  },
  {
    says: 'anything but a list refuses each member',
    pattern: but(['STOPPED', 'FAILED']),
    event: { state: 'FAILED' },
    gives: false,
  },
  {
    says: 'anything but a list takes what is not in it',
    pattern: but(['STOPPED', 'FAILED']),
    event: { state: 'RUNNING' },
    gives: true,
  },
  {
    says: 'anything but a list of numbers refuses each member',
    pattern: but([1, 2, 3]),
    event: { state: 2 },
    gives: false,
  },
  {
    says: 'anything but a prefix refuses what begins so',
    pattern: but({ prefix: 'TargetTracking-' }),
    event: { state: 'TargetTracking-web' },
    gives: false,
  },
  {
    says: 'anything but a prefix takes the rest',
    pattern: but({ prefix: 'TargetTracking-' }),
    event: { state: 'web-5xx' },
    gives: true,
  },
  { says: 'anything but a prefix takes a number', pattern: but({ prefix: '4' }), event: { state: 42 }, gives: true },
  {
    says: 'anything but several prefixes refuses each',
    pattern: but({ prefix: ['a', 'b'] }),
    event: { state: 'bcd' },
    gives: false,
  },
  {
    says: 'anything but a suffix refuses what ends so',
    pattern: but({ suffix: '.txt' }),
    event: { state: 'a.txt' },
    gives: false,
  },
  {
    says: 'anything but several suffixes takes the rest',
    pattern: but({ suffix: ['.txt', '.log'] }),
    event: { state: 'a.png' },
    gives: true,
  },
  {
    says: 'anything but a wildcard refuses what fits',
    pattern: but({ wildcard: '*/lib/*' }),
    event: { state: '/usr/lib/x' },
    gives: false,
  },
  {
    says: 'anything but several wildcards takes what fits none',
    pattern: but({ wildcard: ['*/lib/*', '*/bin/*'] }),
    event: { state: '/usr/etc/x' },
    gives: true,
  },
  {
    says: 'anything but without regard to case refuses any case',
    pattern: but({ 'equals-ignore-case': 'failed' }),
    event: { state: 'FAILED' },
    gives: false,
  },
  {
    says: 'anything but several without regard to case takes the rest',
    pattern: but({ 'equals-ignore-case': ['failed', 'stopped'] }),
    event: { state: 'RUNNING' },
    gives: true,
  },
  {
    says: 'of an array, one element that is something else is enough',
    pattern: but('a'),
    event: { state: ['a', 'b'] },
    gives: true,
  },
  { says: 'of an array, nothing else is nothing', pattern: but('a'), event: { state: ['a', 'a'] }, gives: false },
];
