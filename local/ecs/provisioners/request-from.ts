/**
 * A CloudFormation resource's properties as the request of the API that they stand for. CloudFormation spells members in
 * PascalCase, and numbers and booleans may come as strings; the SDK's own schema says what each member is.
 */
import { invalid } from '../refusals.ts';

type Schema = unknown;

const STRING = 0;
const NUMBER = 1;
const BOOLEAN = 2;

export function requestFrom(schema: Schema, value: unknown, where: string): unknown {
  const resolved = typeof schema === 'function' ? schema() : schema;
  if (resolved === NUMBER) return numberFrom(value, where);
  if (resolved === BOOLEAN) return value === 'true' || value === true;
  if (resolved === STRING) return String(value);
  if (!Array.isArray(resolved)) return typeof resolved === 'number' ? simpleFrom(resolved, value, where) : value;
  // A member with traits of its own is a pair: its schema, and the traits.
  if (typeof resolved[0] === 'function') return requestFrom(resolved[0], value, where);
  switch (resolved[0]) {
    case 1:
      return listFrom(resolved[4], value, where);
    case 3:
      return structureFrom(resolved, value, where);
    default:
      return value;
  }
}

const LIST_OF = 64;
const MAP_OF = 128;

/** Lists and maps of simple types are one number: 64 or 128 plus the type of their members. Documents stay as they are. */
function simpleFrom(schema: number, value: unknown, where: string): unknown {
  return schema >= LIST_OF && schema < MAP_OF ? listFrom(schema - LIST_OF, value, where) : value;
}

function numberFrom(value: unknown, where: string): number {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) throw invalid(`${where} must be a number.`);
  return number;
}

function listFrom(member: Schema, value: unknown, where: string): unknown[] {
  if (!Array.isArray(value)) throw invalid(`${where} must be a list.`);
  return value.map((item, index) => requestFrom(member, item, `${where}[${index}]`));
}

function structureFrom(schema: readonly unknown[], value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(`${where} must be an object.`);
  const names = Array.isArray(schema[4]) ? schema[4].map(String) : [];
  const members = Array.isArray(schema[5]) ? schema[5] : [];
  const request: Record<string, unknown> = {};
  for (const [property, item] of Object.entries(value)) {
    const index = names.findIndex((name) => name.toLowerCase() === property.toLowerCase());
    if (index === -1) throw invalid(`${where}.${property} is not known to Amazon ECS.`);
    request[names[index] ?? ''] = requestFrom(members[index], item, `${where}.${property}`);
  }
  return request;
}
