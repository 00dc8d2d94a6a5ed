import type { ExprNode } from 'jsonata';
import { isObject, type JsonObject } from '../json.ts';
import type { Bindings } from './expression.ts';

/** What a plain expression comes to; `undefined`: it is not so plain after all, and JSONata has to say. */
export type Plain = (bindings: Bindings) => Primitive | JsonObject | undefined;
type Primitive = string | number | boolean;

/**
 * Most expressions of a workflow only name a value (`$plan.deadlines.bake`) or compare one with a text. Those are answered here, as
 * JSONata would, without its machinery. Lists, functions and what is not there are left to it. `undefined`: the expression is not plain.
 */
export function plainExpression(node: ExprNode): Plain | undefined {
  if (node.type === 'binary' && node.value === '=' && node.lhs !== undefined && node.rhs !== undefined) {
    const [left, right] = [plainOperand(node.lhs), plainOperand(node.rhs)];
    return left && right && equal(left, right);
  }
  return plainOperand(node);
}

function equal(left: Plain, right: Plain): Plain {
  return (bindings) => {
    const [one, other] = [left(bindings), right(bindings)];
    return isPrimitive(one) && isPrimitive(other) ? one === other : undefined;
  };
}

function plainOperand(node: unknown): Plain | undefined {
  if (!isNode(node)) return undefined;
  const { type, value, steps } = node;
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

function isNode(
  node: unknown,
): node is { type: string; value?: unknown; steps?: readonly { type: string; value?: unknown }[] } {
  return typeof node === 'object' && node !== null && 'type' in node;
}
