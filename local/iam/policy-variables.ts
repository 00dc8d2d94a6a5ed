/** The condition keys of one request, in lower case; a key with several values is a list. */
export type RequestContext = ReadonlyMap<string, string | readonly string[]>;

/**
 * Puts request values into `${aws:PrincipalArn}` and the like.
 * `undefined` when a variable has no value in this request and no default: then the statement does not apply.
 */
export function withVariables(text: string, context: RequestContext): string | undefined {
  let missing = false;
  const result = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    const [key = '', fallback] = inner.split(/,\s*/);
    const value = context.get(key.trim().toLowerCase()) ?? fallback?.replace(/^'|'$/g, '');
    if (typeof value === 'string') return value;
    missing = true;
    return '';
  });
  return missing ? undefined : result;
}

/** A variable that stands for a plain character (`${*}`): glob patterns here have no escape, so it is refused when parsed. */
export function escapeIn(text: string): string | undefined {
  return /\$\{[*?$]\}/.exec(text)?.[0];
}
