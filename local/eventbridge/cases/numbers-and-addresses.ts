import type { PatternCase } from './pattern-case.ts';

const numeric = (...terms: unknown[]): object => ({ n: [{ numeric: terms }] });
const cidr = (block: string): object => ({ ip: [{ cidr: block }] });

export const NUMBERS_AND_ADDRESSES: readonly PatternCase[] = [
  { says: 'numbers are equal however they are written', pattern: '{"n":[300.0]}', event: { n: 300 }, gives: true },
  { says: 'numeric = takes the value', pattern: numeric('=', 3.018e2), event: { n: 301.8 }, gives: true },
  { says: 'numeric > leaves the bound out', pattern: numeric('>', 5), event: { n: 5 }, gives: false },
  { says: 'numeric >= takes the bound', pattern: numeric('>=', 5), event: { n: 5 }, gives: true },
  { says: 'numeric < takes less', pattern: numeric('<', 10), event: { n: 9.999 }, gives: true },
  { says: 'numeric <= takes negative numbers', pattern: numeric('<=', 0), event: { n: -3 }, gives: true },
  { says: 'a range takes what is inside', pattern: numeric('>', 0, '<=', 5), event: { n: 5 }, gives: true },
  { says: 'a range refuses what is outside', pattern: numeric('>', 0, '<=', 5), event: { n: 0 }, gives: false },
  { says: 'numeric is only for numbers', pattern: numeric('>', 0), event: { n: '5' }, gives: false },
  { says: 'numeric does not take null', pattern: numeric('<', 5), event: { n: null }, gives: false },
  {
    says: 'numeric stands beside other tests',
    pattern: { n: [{ numeric: ['>', 100] }, 'none'] },
    event: { n: 'none' },
    gives: true,
  },

  { says: 'a block holds its addresses', pattern: cidr('10.0.0.0/24'), event: { ip: '10.0.0.255' }, gives: true },
  { says: 'a block holds no others', pattern: cidr('10.0.0.0/24'), event: { ip: '10.0.1.0' }, gives: false },
  { says: 'a block need not begin at its base', pattern: cidr('10.0.0.77/24'), event: { ip: '10.0.0.1' }, gives: true },
  {
    says: 'what is no address is in no block',
    pattern: cidr('10.0.0.0/24'),
    event: { ip: '10.0.0.256' },
    gives: false,
  },
  { says: 'a number is in no block', pattern: cidr('0.0.0.0/0'), event: { ip: 167772160 }, gives: false },
  {
    says: 'a block of IPv6 holds its addresses',
    pattern: cidr('2001:db8:1234:1a00::/64'),
    event: { ip: '2001:0db8:1234:1a00:0:0:0:ff' },
    gives: true,
  },
  {
    says: 'a block of IPv6 holds no others',
    pattern: cidr('2001:db8:1234:1a00::/64'),
    event: { ip: '2001:db8:1234:1a01::' },
    gives: false,
  },
  { says: 'a block of IPv6 holds no IPv4', pattern: cidr('::/0'), event: { ip: '10.0.0.1' }, gives: false },
  {
    says: 'an address equals its other spellings',
    pattern: { ip: ['2001:db8::1'] },
    event: { ip: '2001:0DB8:0:0:0:0:0:1' },
    gives: true,
  },
];
