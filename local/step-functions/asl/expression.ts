/** JSONata expressions: compiled once for the whole process, evaluated often. */
import jsonata from 'jsonata';
import { type Plain, plainExpression } from './plain-expression.ts';

/** Names without `$`, and their values. */
export type Bindings = Readonly<Record<string, unknown>>;

export interface Expression {
  /** Without `{%` and `%}`. */
  readonly source: string;
  /** Where it is so plain that JSONata is not needed. */
  readonly plain: Plain | undefined;
  /** Whether it can look at `$states.context`, which is made for those alone. */
  readonly readsContext: boolean;
  evaluate(bindings: Bindings): Promise<unknown>;
}

/** `$states` as a whole, or any member of it but those that are always there. */
const OF_CONTEXT = /\$states\b(?!\s*\.\s*(input|result|errorOutput)\b)/;

const compiled = new Map<string, Expression>();

/** The text between `{%` and `%}`, or `undefined` when the string is a plain one. Spaces outside make it a plain one. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

/** Throws what JSONata says of the syntax. */
export function compileExpression(source: string): Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const parsed = jsonata(source);
  const plain = plainExpression(parsed.ast());
  const expression: Expression = {
    source,
    plain,
    readsContext: OF_CONTEXT.test(source),
    evaluate: (bindings) => parsed.evaluate(undefined, { ...bindings }),
  };
  compiled.set(source, expression);
  return expression;
}

/** `T1006: Attempted to invoke a non-function`, or the bare message where there is no code. JSONata throws objects, not errors. */
export function jsonataMessage(thrown: unknown): string {
  if (typeof thrown !== 'object' || thrown === null) return String(thrown);
  const message = 'message' in thrown ? String(thrown.message) : 'the expression could not be evaluated';
  return 'code' in thrown ? `${String(thrown.code)}: ${message}` : message;
}
