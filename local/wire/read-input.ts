/** Turns what a request said into an operation's input, held to the SDK's model. */
import { AwsError } from '../kernel/aws-error.ts';
import type { Shape, Structure } from './sdk-model.ts';

interface Reading {
  readonly problems: string[];
}

/**
 * Reads a parsed request by the model of its input. Blobs come out as bytes, timestamps as Dates.
 * A value of the wrong type is a SerializationException; everything else that the model forbids is collected in one `invalid` error.
 */
export function readInput(model: Structure, request: unknown, invalid: string): Readonly<Record<string, unknown>> {
  const reading: Reading = { problems: [] };
  const input = readStructure(model, request ?? {}, '', reading);
  const { length } = reading.problems;
  if (length === 0) return input;
  const list = reading.problems.join('; ');
  throw new AwsError(invalid, `${length} validation error${length === 1 ? '' : 's'} detected: ${list}`);
}

function read(
  shape: Shape,
  value: unknown,
  path: string,
  allowed: readonly string[] | undefined,
  to: Reading,
): unknown {
  switch (shape.kind) {
    case 'string':
      if (typeof value !== 'string') throw mistyped(value, 'a String', path);
      if (allowed !== undefined && !allowed.includes(value)) {
        const set = `Member must satisfy enum value set: [${allowed.join(', ')}]`;
        to.problems.push(`Value '${value}' at '${path}' failed to satisfy constraint: ${set}`);
      }
      return value;
    case 'number':
      if (typeof value === 'number') return value;
      if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
      throw mistyped(value, 'a Number', path);
    case 'boolean':
      if (typeof value !== 'boolean') throw mistyped(value, 'a Boolean', path);
      return value;
    case 'timestamp':
      return readTimestamp(value, path);
    case 'blob':
      return readBlob(value, path);
    case 'document':
      return value;
    case 'list':
      if (!Array.isArray(value)) throw mistyped(value, 'a List', path);
      return value.map((item: unknown, index) => read(shape.item(), item, `${path}.${index + 1}.member`, allowed, to));
    case 'map': {
      if (!isObject(value)) throw mistyped(value, 'a Map', path);
      const present = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
      const entries = present.map(([key, item]) => [
        key,
        read(shape.value(), item, `${path}.${key}.member`, allowed, to),
      ]);
      return Object.fromEntries(entries);
    }
    case 'structure':
      return readStructure(shape, value, path, to);
    default:
      return shape satisfies never;
  }
}

function readStructure(model: Structure, value: unknown, path: string, to: Reading): Readonly<Record<string, unknown>> {
  if (!isObject(value)) throw mistyped(value, 'a Structure', path);
  const within = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const result: [string, unknown][] = [];
  for (const [name, given] of Object.entries(value)) {
    const member = model.members.get(name);
    if (member !== undefined && given !== null && given !== undefined) {
      result.push([name, read(member.shape(), given, within(name), member.allowed, to)]);
    }
    if (member === undefined && name !== '__type') {
      const known = [...model.members.keys()].join(', ');
      to.problems.push(`Unknown parameter in ${path === '' ? 'input' : path}: "${name}", must be one of: ${known}`);
    }
  }
  const input = Object.fromEntries(result);
  for (const member of model.members.values()) {
    if (member.required && !Object.hasOwn(input, member.name)) {
      to.problems.push(`Value null at '${within(member.name)}' failed to satisfy constraint: Member must not be null`);
    }
  }
  if (model.union && result.length !== 1) {
    to.problems.push(`'${path}' must have exactly one of: ${[...model.members.keys()].join(', ')}`);
  }
  return input;
}

function readTimestamp(value: unknown, path: string): Date {
  if (value instanceof Date) return value;
  const time =
    typeof value === 'number' ? Math.round(value * 1000) : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw mistyped(value, 'a Timestamp', path);
  return date;
}

function readBlob(value: unknown, path: string): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string' && value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
    return Buffer.from(value, 'base64');
  }
  throw mistyped(value, 'a Blob', path);
}

function mistyped(value: unknown, wanted: string, path: string): AwsError {
  const kind = value === null ? 'NULL' : Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
  const where = path === '' ? 'the request' : `'${path}'`;
  return new AwsError('SerializationException', `${kind}_VALUE at ${where} can not be converted to ${wanted}`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
