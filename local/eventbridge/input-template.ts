/** A placeholder such as `<name>`, and what stands around it. */
const PLACEHOLDER = /<([^<>\s"]+)>/g;

/** The names of all placeholders of a template. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/**
 * Fills a template in. Outside quotes a value is written as JSON; inside, strings are written as they are and other values
 * as JSON, of which a template that is one text loses the quotes. A value that is missing is an empty text.
 */
export function fillIn(template: string, lookUp: (name: string) => unknown): string {
  const isJson = /^\s*[{[]/.test(template);
  let quoted = false;
  let at = 0;
  let text = '';
  for (const match of template.matchAll(PLACEHOLDER)) {
    const before = template.slice(at, match.index);
    quoted = before.replace(/\\./g, '').split('"').length % 2 === 0 ? !quoted : quoted;
    const value = lookUp(match[1] ?? '') ?? '';
    text += before + (quoted ? insideQuotes(value, isJson) : JSON.stringify(value));
    at = match.index + match[0].length;
  }
  return text + template.slice(at);
}

function insideQuotes(value: unknown, isJson: boolean): string {
  if (typeof value === 'string') return JSON.stringify(value).slice(1, -1);
  const json = JSON.stringify(value);
  return isJson ? json : json.replaceAll('"', '');
}

/** Whether a filled template can be sent: it is JSON, or lines each of which is a JSON text. */
export function isSendable(text: string): boolean {
  if (isJsonText(text)) return true;
  return text.split('\n').every((line) => line.trim().startsWith('"') && isJsonText(line));
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
