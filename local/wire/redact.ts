import type { Shape } from './sdk-model.ts';

/** A value without what the model calls sensitive, fit for a log. */
export function redacted(shape: Shape, value: unknown): unknown {
  if (shape.traits.sensitive) return '***';
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((item: unknown) => redacted(shape.item(), item));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (shape.kind !== 'map' && shape.kind !== 'structure') return value;
  const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
    if (shape.kind === 'map') return [name, redacted(shape.value(), item)];
    const member = shape.members.get(name);
    return [name, member === undefined || member.traits.sensitive ? '***' : redacted(member.shape(), item)];
  });
  return Object.fromEntries(entries);
}
