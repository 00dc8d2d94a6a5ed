/** The Condition element: parsed, and decided for one request. Every condition and every key in it must hold. */
import type { AwsError } from '../kernel/aws-error.ts';
import { type Operator, operators } from './condition-operators.ts';
import { type RequestContext, withVariables } from './policy-variables.ts';

export interface Condition {
  /** `Null` asks whether the key is missing, and compares nothing. */
  readonly operator: Operator | 'Null';
  readonly set: 'ForAnyValue' | 'ForAllValues' | undefined;
  readonly ifExists: boolean;
  /** In lower case: keys are not case-sensitive, values are. */
  readonly key: string;
  readonly values: readonly string[];
}

const SHAPE = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** Reads a Condition element. An operator that local IAM does not know is an error. */
export function parseConditions(raw: unknown, wrong: (message: string) => AwsError): readonly Condition[] {
  if (raw === undefined) return [];
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw wrong('Condition must be an object');
  return Object.entries(raw).flatMap(([name, keys]: [string, unknown]) => {
    const [, set, base = '', ifExists] = SHAPE.exec(name) ?? [];
    const operator = base === 'Null' ? base : Object.hasOwn(operators, base) ? operators[base] : undefined;
    if (operator === undefined) throw wrong(`the condition operator ${name} is not supported`);
    if (typeof keys !== 'object' || keys === null || Array.isArray(keys)) throw wrong(`${name} must be an object`);
    return Object.entries(keys).map(([key, value]: [string, unknown]) => ({
      operator,
      set: set === 'ForAnyValue' || set === 'ForAllValues' ? set : undefined,
      ifExists: ifExists !== undefined,
      key: key.toLowerCase(),
      values: (Array.isArray(value) ? value : [value]).map(String),
    }));
  });
}

export function holds({ operator, set, ifExists, key, values }: Condition, context: RequestContext): boolean {
  const found = context.get(key);
  const given = found === undefined ? [] : typeof found === 'string' ? [found] : found;
  if (operator === 'Null') return values.some((value) => (value.toLowerCase() === 'true') === (given.length === 0));
  if (given.length === 0) {
    if (set !== undefined) return set === 'ForAllValues' || ifExists;
    return ifExists || operator.negated;
  }
  const wanted = values.map((value) => withVariables(value, context)).filter((value) => value !== undefined);
  const one = (value: string): boolean => wanted.some((pattern) => operator.fits(pattern, value)) !== operator.negated;
  if (set === 'ForAnyValue') return given.some(one);
  if (set === 'ForAllValues') return given.every(one);
  return operator.negated ? given.every(one) : given.some(one);
}
