import { AwsError } from '../kernel/aws-error.ts';

/** A metric math expression, parsed. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** The id of a metric or of another expression. */
  | { readonly kind: 'id'; readonly id: string }
  /** A keyword that is an argument, such as REPEAT. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly sign: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'call'; readonly name: string; readonly given: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] };

/** The error that AWS gives for a bad expression, with what is wrong with it. */
export function mathError(source: string, problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid metrics list: Error in expression '${source}': ${problem}`);
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|\.\d+)|("[^"]*"|'[^']*')|([A-Za-z]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

/** From the weakest to the strongest; `^` and the unary minus bind more tightly still. */
const LEVELS: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
];

/** Parses an expression. Whatever it does not understand is a ValidationError that names it. */
export function parseMath(source: string): Expression {
  const tokens = tokensOf(source);
  let at = 0;
  const fail = (): AwsError => mathError(source, `unexpected ${at < tokens.length ? `'${tokens[at]}'` : 'end'}`);
  const take = (...wanted: readonly string[]): string | undefined => {
    const token = tokens[at];
    if (token === undefined || !wanted.includes(token)) return undefined;
    at += 1;
    return token;
  };
  const expect = (wanted: string): void => {
    if (take(wanted) === undefined) throw fail();
  };

  const level = (depth: number): Expression => {
    const signs = LEVELS[depth];
    if (signs === undefined) return unary();
    let left = level(depth + 1);
    for (let sign = take(...signs); sign !== undefined; sign = take(...signs)) {
      left = { kind: 'operation', sign: canonical(sign), left, right: level(depth + 1) };
    }
    return left;
  };
  const unary = (): Expression => (take('-') === undefined ? power() : { kind: 'negative', of: unary() });
  const power = (): Expression => {
    const left = primary();
    return take('^') === undefined ? left : { kind: 'operation', sign: '^', left, right: unary() };
  };
  const several = (end: string): readonly Expression[] => {
    if (take(end) !== undefined) return [];
    const items = [level(0)];
    while (take(',') !== undefined) items.push(level(0));
    expect(end);
    return items;
  };
  const primary = (): Expression => {
    if (take('(') !== undefined) {
      const inner = level(0);
      expect(')');
      return inner;
    }
    if (take('[') !== undefined) return { kind: 'list', items: several(']') };
    const token = tokens[at];
    if (token === undefined || !/^[\w."']/.test(token)) throw fail();
    at += 1;
    if (/^[\d.]/.test(token)) return { kind: 'number', value: Number(token) };
    if (/^["']/.test(token)) return { kind: 'text', value: token.slice(1, -1) };
    if (/^[a-z]/.test(token)) return { kind: 'id', id: token };
    return take('(') === undefined ? { kind: 'word', word: token } : { kind: 'call', name: token, given: several(')') };
  };

  const whole = level(0);
  if (at < tokens.length) throw fail();
  return whole;
}

function tokensOf(source: string): readonly string[] {
  const tokens: string[] = [];
  const text = source.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[0].trim();
    if (token === undefined) throw mathError(source, `unexpected '${text.slice(start).trim()}'`);
    tokens.push(token);
  }
  return tokens;
}

function canonical(sign: string): string {
  if (sign === '&&') return 'AND';
  return sign === '||' ? 'OR' : sign;
}
