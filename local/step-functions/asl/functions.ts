/** The functions that Step Functions adds to JSONata, and those of JSONata that must follow the local clock. */
import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import type { Clock } from '../../kernel/clock.ts';
import { parseJson } from '../json.ts';

/** What expressions see beside `$states` and the variables, by name without `$`. */
export type JsonataFunctions = Readonly<Record<string, unknown>>;

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const LONGEST_RANGE = 1000;

const formatted = jsonata('$fromMillis($milliseconds, $picture, $timezone)');

/** `random` gives numbers from 0 up to, without, 1. */
export function jsonataFunctions(clock: Clock, random: () => number): JsonataFunctions {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: unknown) => (typeof seed === 'number' ? seeded(seed) : random()),
    uuid: () => uuid(random),
    millis: () => clock.now(),
    now: (picture?: unknown, timezone?: unknown) =>
      formatted.evaluate(undefined, { milliseconds: clock.now(), picture, timezone }),
    // Step Functions has no $eval; an undefined name hides JSONata's own.
    eval: undefined,
  };
}

function partition(list: unknown, size: unknown): unknown {
  if (list === undefined) return undefined;
  if (!Array.isArray(list)) throw new Error('the first argument of $partition must be an array');
  if (!isWhole(size) || size < 1) throw new Error('the second argument of $partition must be a positive integer');
  return Array.from({ length: Math.ceil(list.length / size) }, (_, part) => list.slice(part * size, (part + 1) * size));
}

function range(first: unknown, last: unknown, step: unknown): unknown {
  if (!isWhole(first) || !isWhole(last) || !isWhole(step)) throw new Error('the arguments of $range must be integers');
  if (step === 0) throw new Error('the step of $range must not be zero');
  const length = Math.max(0, Math.floor((last - first) / step) + 1);
  if (length > LONGEST_RANGE) throw new Error(`$range gives at most ${LONGEST_RANGE} numbers`);
  const numbers = Array.from({ length }, (_, place) => first + place * step);
  // A sequence of one is that one, as recorded on AWS: $range(1, 9, 9) is 1, not [1].
  return Object.defineProperty(numbers, 'sequence', { value: true });
}

function hash(data: unknown, algorithm: unknown): unknown {
  if (data === undefined) return undefined;
  const name = typeof algorithm === 'string' ? ALGORITHMS[algorithm] : undefined;
  if (name === undefined) throw new Error(`$hash knows the algorithms ${Object.keys(ALGORITHMS).join(', ')}`);
  return createHash(name)
    .update(typeof data === 'string' ? data : JSON.stringify(data))
    .digest('hex');
}

function parse(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== 'string') throw new Error('the argument of $parse must be a string');
  return parseJson(text);
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

/** Mulberry32: one number from a seed, always the same. */
function seeded(seed: number): number {
  let mixed = (seed + 0x6d2b79f5) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A version 4 UUID. */
export function uuid(random: () => number): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (letter) => {
    const digit = Math.floor(random() * 16);
    return (letter === 'x' ? digit : (digit & 3) | 8).toString(16);
  });
}
