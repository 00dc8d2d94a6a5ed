const COMPARE: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

/** A test for numbers against `[">", 0, "<=", 5]` and its like. Throws an Error with AWS's reason when it is malformed. */
export function numericRange(expression: unknown): (value: number) => boolean {
  if (!Array.isArray(expression)) throw new Error('Value of numeric must be an array.');
  const [operator, bound, second, top, ...rest] = expression;
  const lower = comparison(operator, bound, `Unrecognized numeric range operator: ${String(operator)}`);
  if (expression.length <= 2) return lower;

  if (operator !== '>' && operator !== '>=') throw new Error('Too many elements in numeric expression');
  if (second !== '<' && second !== '<=') throw new Error(`Bad numeric range operator: ${String(second)}`);
  const upper = comparison(second, top, `Bad numeric range operator: ${second}`);
  if (rest.length > 0) throw new Error('Too many terms in numeric range expression');
  if (Number(bound) > Number(top)) throw new Error('Bottom must be less than top');
  return (value) => lower(value) && upper(value);
}

function comparison(operator: unknown, bound: unknown, unknownOperator: string): (value: number) => boolean {
  if (typeof operator !== 'string') throw new Error(`Invalid member in numeric match: ${String(operator)}`);
  const compare = COMPARE[operator];
  if (compare === undefined) throw new Error(unknownOperator);
  if (typeof bound !== 'number') throw new Error(`Value of ${operator === '=' ? 'equals' : operator} must be numeric`);
  return (value) => compare(value, bound);
}
