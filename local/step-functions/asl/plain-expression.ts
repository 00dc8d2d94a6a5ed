import { isObject, type JsonObject } from '../json.ts';
import type { Bindings } from './expression.ts';

/** What a plain expression comes to; `undefined`: it is not so plain after all, and JSONata has to say. */
export type Plain = (bindings: Bindings) => Primitive | JsonObject | undefined;
type Primitive = string | number | boolean;

/** What two values come to together. `undefined`: JSONata has to say, or to refuse. */
type Combine = (left: Primitive, right: Primitive) => Primitive | undefined;

const COMBINE: ReadonlyMap<unknown, Combine> = new Map<unknown, Combine>([
  ['=', (left, right) => left === right],
  ['&', (left, right) => (typeof left === 'string' && typeof right === 'string' ? left + right : undefined)],
  ['and', (left, right) => (typeof left === 'boolean' && typeof right === 'boolean' ? left && right : undefined)],
  [
    '+',
    (left, right) =>
      Number.isSafeInteger(left) && Number.isSafeInteger(right) ? Number(left) + Number(right) : undefined,
  ],
]);

function plainBinary({ value, lhs, rhs }: Node): Plain | undefined {
  const [combine, left, right] = [COMBINE.get(value), plainExpression(lhs), plainExpression(rhs)];
  if (combine === undefined || left === undefined || right === undefined) return undefined;
  return (bindings) => {
    const [one, other] = [left(bindings), right(bindings)];
    return isPrimitive(one) && isPrimitive(other) ? combine(one, other) : undefined;
  };
}

/**
 * Most expressions of a workflow only name a value (`$plan.deadlines.bake`), compare one with a text, or put two together. Those are
 * answered here, as JSONata would, without its machinery. Lists, functions and what is not there are left to it. `node`: of JSONata's
 * syntax tree. `undefined`: the expression is not plain.
 */
export function plainExpression(node: unknown): Plain | undefined {
  if (!isNode(node)) return undefined;
  const { type, value, steps } = node;
  if (type === 'binary') return plainBinary(node);
  if (type === 'value' && typeof value === 'boolean') return () => value;
  if (type === 'string' && typeof value === 'string') return () => value;
  if (type === 'number' && typeof value === 'number') return () => value;
  // `$states` as a whole is no JSON: its context is made when somebody looks.
  if (type === 'variable' && value !== '' && value !== 'states' && hasOnly(node, VARIABLE))
    return valueAt([String(value)]);
  if (type !== 'path' || !hasOnly(node, PATH) || steps === undefined) return undefined;
  const plain = steps.every((step, index) => step.type === (index === 0 ? 'variable' : 'name') && hasOnly(step, STEP));
  return plain ? valueAt(steps.map((step) => String(step.value))) : undefined;
}

/** JSONata marks what is more than a name: predicates, groups, lists that stay lists. */
const VARIABLE = ['type', 'value', 'position'];
const PATH = ['type', 'steps'];
const STEP = ['type', 'value', 'position'];

function hasOnly(node: object, names: readonly string[]): boolean {
  return Object.keys(node).every((name) => names.includes(name));
}

function valueAt(names: readonly string[]): Plain {
  return (bindings) => {
    let value: unknown = bindings;
    for (const name of names) {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, name))
        return undefined;
      value = Reflect.get(value, name);
    }
    if (isPrimitive(value)) return value;
    return isPlainObject(value) ? value : undefined;
  };
}

function isPrimitive(value: unknown): value is Primitive {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** JSONata's own functions are objects with a mark. Every other one that an expression can name is JSON. */
function isPlainObject(value: unknown): value is JsonObject {
  return isObject(value) && !('_jsonata_lambda' in value) && !('_jsonata_function' in value);
}

interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly lhs?: unknown;
  readonly rhs?: unknown;
  readonly steps?: readonly { readonly type: string; readonly value?: unknown }[];
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'type' in node;
}
