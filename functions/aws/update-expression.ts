/** An update of single fields, inside a map attribute or (without `map`) of the item: fields with a value are set, fields given as `undefined` are taken away. */
export function setFields(
  map: string | undefined,
  change: Readonly<Record<string, unknown>>,
): { readonly expression: string; readonly names: Record<string, string>; readonly values: Record<string, unknown> } {
  const fields = Object.keys(change);
  const path = (field: string): string => (map === undefined ? `#${field}` : `${map}.#${field}`);
  const sets = fields.filter((field) => change[field] !== undefined).map((field) => `${path(field)} = :${field}`);
  const removes = fields.filter((field) => change[field] === undefined).map(path);
  const clauses = [
    ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.join(', ')}`] : []),
  ];
  return {
    expression: clauses.join(' '),
    names: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    values: Object.fromEntries(
      fields.filter((field) => change[field] !== undefined).map((field) => [`:${field}`, change[field]]),
    ),
  };
}
