/** A checked answer as the Query protocol's XML. */
import type { Shape, Structure } from './sdk-model.ts';

/** The members of a structure, one element each. */
export function xmlOf(model: Structure, answer: Readonly<Record<string, unknown>>): string {
  let xml = '';
  for (const member of model.members.values()) {
    const value = answer[member.name];
    if (value === undefined) continue;
    const name = member.traits.xmlName ?? member.name;
    const shape = member.shape();
    if (member.traits.flattened && shape.kind === 'list' && Array.isArray(value)) {
      for (const item of value) xml += element(name, contentOf(shape.item(), item));
    } else {
      xml += element(name, contentOf(shape, value));
    }
  }
  return xml;
}

/** One element around content that is XML already. */
export function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`;
}

/** Text as XML content; characters that XML cannot carry become U+FFFD. */
export function escaped(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\r': '&#xD;',
  };
  // XML 1.0 has no form for these characters.
  return text.replace(/[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu, '\ufffd').replace(/[&<>"\r]/g, (sign) => named[sign] ?? sign);
}

function contentOf(shape: Shape, value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (shape.kind === 'list' && Array.isArray(value)) {
    return value.map((item: unknown) => element('member', contentOf(shape.item(), item))).join('');
  }
  if (typeof value !== 'object' || value === null) return escaped(String(value));
  if (shape.kind === 'structure') return xmlOf(shape, { ...value });
  if (shape.kind !== 'map') return '';
  const entries = Object.entries(value).map(([key, item]) => {
    return element('entry', element('key', escaped(key)) + element('value', contentOf(shape.value(), item)));
  });
  return entries.join('');
}
