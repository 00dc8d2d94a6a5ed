/** A table for people: columns as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}

/** A sentence that may be long, for a table: the whole stands in the details and in `--json`. */
export function brief(text: string): string {
  return text.length > 72 ? `${text.slice(0, 71)}…` : text;
}

/** `2026-11-20T10:15:00.000Z` as people read it. */
export function time(at: string): string {
  return at.replace('T', ' ').slice(0, 19);
}
