/** Compiles a pattern with `*` (any characters) and `?` (one character); a backslash makes the next one plain. */
export function wildcard(pattern: string, flags: 'i' | '' = ''): RegExp {
  const source = pattern.replaceAll(
    /\\([\s\S])|([*?])|([\s\S])/g,
    (_, plain?: string, wild?: string, other?: string) => {
      if (wild !== undefined) return wild === '*' ? '.*' : '.';
      return (plain ?? other ?? '').replace(/[.*+?^${}()|[\]\\]/, '\\$&');
    },
  );
  return new RegExp(`^${source}$`, `s${flags}`);
}
