import type { SimpleKind } from './sdk-model.ts';

/** Text from a form, a path, a query string or a header as the value that it stands for; text that does not fit stays text. */
export function scalarOf(kind: SimpleKind, text: string): unknown {
  if (kind === 'number' && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text)) return Number(text);
  if (kind === 'timestamp' && /^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
