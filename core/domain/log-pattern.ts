/** What in the log lines of a new version takes it back. */
export interface LogPattern {
  /** Words, as a filter of CloudWatch Logs takes them: CloudWatch looks for them, and no expression of a user runs in Belay. */
  readonly pattern: string;
  /** The container whose lines are meant; absent: every container that Belay deploys to. */
  readonly container?: string | undefined;
  /** So many lines within sixty seconds are borne. One more is too many. */
  readonly perMinute: number;
}

/** `word`, `"a phrase"`, `?either`, `-not`. */
const TERM = /\s*([?-]?)(?:"(?:[^"\\\p{Cc}]|\\["\\])+"|[A-Za-z0-9_]+)(?=\s|$)\s*/uy;

/** Why CloudWatch Logs would not take a text as a pattern of words, or would take it for another one. `undefined`: it is a pattern. */
export function whyNoPattern(text: string): string | undefined {
  if (/^\s*[{[%]/.test(text))
    return 'words only: {…}, […] and %…% are not taken. A field of JSON is a phrase: "\\"level\\":\\"error\\""';
  const signs: string[] = [];
  for (let at = 0; at < text.length; ) {
    TERM.lastIndex = at;
    const [term, sign = ''] = TERM.exec(text) ?? [];
    if (term === undefined)
      return `not understood from "${text.slice(at, at + 30)}" on: put what is more than letters, digits and _ into double quotes`;
    signs.push(sign);
    at += term.length;
  }
  if (signs.length === 0) return 'at least one word';
  if (signs.every((sign) => sign === '-')) return 'at least one word without -: every other line would match';
  if (signs.includes('?') && signs.some((sign) => sign !== '?'))
    return 'either all words with ? or none: CloudWatch Logs drops those with ? beside others';
  return undefined;
}
