/** The names that a field takes beside numbers, in order from its least value. */
export interface FieldRange {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

/** The values of one field such as `0/15`, `8-17`, `MON-FRI` or `5,35`, or `undefined` when it is malformed. */
export function fieldValues(text: string, range: FieldRange): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [from = '', step, ...more] = part.split('/');
    const span = spanOf(from, range, step !== undefined);
    const by = step === undefined ? 1 : Number(step);
    if (span === undefined || more.length > 0 || !Number.isInteger(by) || by < 1) return undefined;
    for (let value = span[0]; value <= span[1]; value += by) values.add(value);
  }
  return values;
}

function spanOf(text: string, range: FieldRange, stepped: boolean): readonly [number, number] | undefined {
  if (text === '*') return [range.least, range.most];
  const [first = '', last, ...more] = text.split('-');
  const from = fieldValue(first, range);
  const to = last === undefined ? (stepped ? range.most : from) : fieldValue(last, range);
  return from === undefined || to === undefined || from > to || more.length > 0 ? undefined : [from, to];
}

/** One value, as a number or a name. */
export function fieldValue(text: string, { least, most, names = [] }: FieldRange): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return least + named;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
