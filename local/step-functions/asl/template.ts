/** A JSON value of a definition in which some strings are `{% expressions %}`. */
import { isList, isObject, type Json, parseJson } from '../json.ts';
import { type Bindings, compileExpression, type Expression, expressionIn, jsonataMessage } from './expression.ts';

export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'expression'; readonly field: string; readonly expression: Expression }
  | { readonly kind: 'list'; readonly items: readonly Template[]; readonly readsContext: boolean }
  | {
      readonly kind: 'object';
      readonly entries: readonly (readonly [string, Template])[];
      readonly readsContext: boolean;
    };

/** An expression gave nothing, no JSON, the wrong type, or threw. `message` is worded as on AWS. */
export class EvaluationFault extends Error {
  override readonly name = 'EvaluationFault';
  /** Where the expression stands in the state, such as `Output/result`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** Throws an EvaluationFault with JSONata's own words when an expression does not parse. */
export function compileTemplate(value: Json, field: string): Template {
  if (typeof value === 'string') return compileString(value, field);
  if (isList(value)) {
    const items = value.map((item, place) => compileTemplate(item, `${field}[${place}]`));
    return items.every((item) => item.kind === 'literal')
      ? { kind: 'literal', value }
      : { kind: 'list', items, readsContext: items.some(readsContext) };
  }
  if (isObject(value)) {
    const entries = Object.entries(value).map(
      ([name, item]) => [name, compileTemplate(item, `${field}/${name}`)] as const,
    );
    return entries.every(([, item]) => item.kind === 'literal')
      ? { kind: 'literal', value }
      : { kind: 'object', entries, readsContext: entries.some(([, item]) => readsContext(item)) };
  }
  return { kind: 'literal', value };
}

function compileString(text: string, field: string): Template {
  const source = expressionIn(text);
  if (source === undefined) return { kind: 'literal', value: text };
  try {
    return { kind: 'expression', field, expression: compileExpression(source) };
  } catch (thrown) {
    throw new EvaluationFault(field, jsonataMessage(thrown));
  }
}

/** Whether any expression of it can look at `$states.context`. */
export function readsContext(template: Template): boolean {
  if (template.kind === 'literal') return false;
  return template.kind === 'expression' ? template.expression.readsContext : template.readsContext;
}

/** The names of an object's fields; `undefined` where only the run tells them. */
export function fieldNames(template: Template): readonly string[] | undefined {
  if (template.kind === 'object') return template.entries.map(([name]) => name);
  if (template.kind === 'literal') return isObject(template.value) ? Object.keys(template.value) : [];
  return undefined;
}

/** The value with every expression evaluated. Throws an EvaluationFault. */
export async function fill(template: Template, bindings: Bindings): Promise<Json> {
  const plain = plainly(template, bindings);
  if (plain !== undefined) return plain;
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluate(template.expression, template.field, bindings);
    case 'list': {
      const items: Json[] = [];
      for (const item of template.items) items.push(await fill(item, bindings));
      return items;
    }
    case 'object': {
      const entries: [string, Json][] = [];
      for (const [name, item] of template.entries) entries.push([name, await fill(item, bindings)]);
      return Object.fromEntries(entries);
    }
  }
}

/** The value at once, as most are; `undefined`: part of it is left to JSONata. */
function plainly(template: Template, bindings: Bindings): Json | undefined {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return template.expression.plain?.(bindings);
    case 'list': {
      const items: Json[] = [];
      for (const item of template.items) {
        const value = plainly(item, bindings);
        if (value === undefined) return undefined;
        items.push(value);
      }
      return items;
    }
    case 'object': {
      const entries: [string, Json][] = [];
      for (const [name, item] of template.entries) {
        const value = plainly(item, bindings);
        if (value === undefined) return undefined;
        entries.push([name, value]);
      }
      return Object.fromEntries(entries);
    }
  }
}

async function evaluate(expression: Expression, field: string, bindings: Bindings): Promise<Json> {
  const subject = `The JSONata expression '${expression.source}' specified for the field '${field}'`;
  let result: unknown;
  try {
    result = await expression.evaluate(bindings);
  } catch (thrown) {
    throw new EvaluationFault(field, `${subject} threw an error during evaluation. ${jsonataMessage(thrown)}`);
  }
  if (result === undefined) throw new EvaluationFault(field, `${subject} returned nothing (undefined).`);
  const text = holdsFunction(result) ? undefined : JSON.stringify(result);
  if (text === undefined) throw new EvaluationFault(field, `${subject} returned an unsupported result type.`);
  return parseJson(text);
}

/** JSONata's own functions are objects with a mark. */
function holdsFunction(value: unknown): boolean {
  if (typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some(holdsFunction);
  if ('_jsonata_lambda' in value || '_jsonata_function' in value) return true;
  return Object.values(value).some(holdsFunction);
}
