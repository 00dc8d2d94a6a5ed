export type SubPart =
  | { readonly kind: 'text'; readonly text: string }
  /** A variable, a parameter, a resource, or `Resource.Attribute`. */
  | { readonly kind: 'name'; readonly name: string };

/** The text of Fn::Sub in its parts: `${Name}` is a name, `${!Name}` stands for `${Name}` itself. */
export function subParts(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^}]*)\}/g)) {
    const [whole, inner = ''] = match;
    parts.push({ kind: 'text', text: text.slice(end, match.index) });
    if (inner.startsWith('!')) parts.push({ kind: 'text', text: `\${${inner.slice(1)}}` });
    else parts.push({ kind: 'name', name: inner.trim() });
    end = match.index + whole.length;
  }
  parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}
