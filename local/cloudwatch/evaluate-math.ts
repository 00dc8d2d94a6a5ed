import { filled, functions } from './math-functions.ts';
import { type Expression, mathError } from './math-syntax.ts';
import { combined, list, type MathValue, mapped, type Series, scalar, series } from './math-value.ts';

/** What an expression is evaluated in. */
export interface MathScope {
  /** The expression's own text, for messages. */
  readonly source: string;
  /** The value of a metric or of another expression; `undefined`: there is none of that id. */
  value(id: string): MathValue | undefined;
  /** What METRICS() gives: the metrics whose id contains `part`, expressions left out. */
  metrics(part: string): readonly Series[];
  /** The service quota that the metric of this id is counted against; `undefined`: it is of none that is known here. */
  quota(id: string): number | undefined;
  /** The starts of all periods that are looked at. */
  readonly times: readonly number[];
}

const bit = (truth: boolean): number => (truth ? 1 : 0);

const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
  '==': (a, b) => bit(a === b),
  '!=': (a, b) => bit(a !== b),
  '<': (a, b) => bit(a < b),
  '<=': (a, b) => bit(a <= b),
  '>': (a, b) => bit(a > b),
  '>=': (a, b) => bit(a >= b),
  AND: (a, b) => bit(a !== 0 && b !== 0),
  OR: (a, b) => bit(a !== 0 || b !== 0),
};

/** Evaluates an expression. An unknown id or function, or an argument of the wrong kind, is a ValidationError that names it. */
export function evaluateMath(expression: Expression, scope: MathScope): MathValue {
  const problem = (text: string) => mathError(scope.source, text);
  const value = (of: Expression) => evaluateMath(of, scope);
  switch (expression.kind) {
    case 'number':
      return scalar(expression.value);
    case 'id': {
      const found = scope.value(expression.id);
      if (found === undefined) throw problem(`there is no metric or expression with the id ${expression.id}`);
      return found;
    }
    case 'text':
      throw problem(`the text '${expression.value}' is no value`);
    case 'word':
      throw problem(`${expression.word} is no value`);
    case 'negative':
      return required(
        combined(scalar(-1), value(expression.of), (a, b) => a * b),
        problem('the unary - needs a number'),
      );
    case 'operation': {
      const apply = operations[expression.sign];
      const result = apply && combined(value(expression.left), value(expression.right), apply);
      return required(result, problem(`${expression.sign} does not take lists of different length`));
    }
    case 'list':
      return list(expression.items.map(value).flatMap((item) => seriesIn(item, problem('a list holds time series'))));
    case 'call':
      return required(
        called(expression.name, expression.given, scope),
        problem(`wrong arguments for ${expression.name}`),
      );
    default:
      return expression satisfies never;
  }
}

function called(name: string, given: readonly Expression[], scope: MathScope): MathValue | undefined {
  if (name === 'METRICS') {
    const [part] = given;
    if (given.length > 1 || (part !== undefined && part.kind !== 'text')) return undefined;
    return list(scope.metrics(part?.value ?? ''));
  }
  if (name === 'SERVICE_QUOTA') {
    const [metric] = given;
    if (given.length > 1 || metric?.kind !== 'id') return undefined;
    const quota = scope.quota(metric.id);
    const usage = evaluateMath(metric, scope);
    return quota === undefined || usage.kind !== 'series' ? undefined : series(mapped(usage.points, () => quota));
  }
  if (name === 'FILL') {
    const [value, by] = given;
    if (value === undefined || by === undefined || given.length > 2) return undefined;
    const repeat = by.kind === 'word' && (by.word === 'REPEAT' || by.word === 'LINEAR') ? by.word : undefined;
    return filled(evaluateMath(value, scope), repeat ?? evaluateMath(by, scope), scope.times);
  }
  const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (known === undefined) {
    const names = [...Object.keys(functions), 'FILL', 'METRICS', 'SERVICE_QUOTA'].join(', ');
    throw mathError(scope.source, `the function ${name} is not supported here; use one of ${names}`);
  }
  return known(
    given.map((one) => evaluateMath(one, scope)),
    scope.times,
  );
}

function seriesIn(value: MathValue, problem: Error): readonly Series[] {
  if (value.kind === 'scalar') throw problem;
  return value.kind === 'series' ? [value.points] : value.items;
}

function required(value: MathValue | undefined, problem: Error): MathValue {
  if (value === undefined) throw problem;
  return value;
}
