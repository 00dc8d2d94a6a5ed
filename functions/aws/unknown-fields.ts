/**
 * Paths of what is in `raw` and not in `parsed`, such as `containerDefinitions[0].newField`. What is null or an empty list in `raw` says
 * nothing, and may be left out.
 */
export function unknownFields(raw: unknown, parsed: unknown, path = ''): readonly string[] {
  if (saysNothing(raw)) return [];
  if (parsed === undefined || parsed === null) return [path];
  if (Array.isArray(raw))
    return raw.flatMap((item, index) =>
      unknownFields(item, Array.isArray(parsed) ? parsed[index] : undefined, `${path}[${index}]`),
    );
  if (typeof raw !== 'object' || raw === null) return [];
  const known = new Map(Object.entries(parsed));
  return Object.entries(raw).flatMap(([name, value]) =>
    unknownFields(value, known.get(name), path === '' ? name : `${path}.${name}`),
  );
}

function saysNothing(raw: unknown): boolean {
  return raw === undefined || raw === null || (Array.isArray(raw) && raw.length === 0);
}
