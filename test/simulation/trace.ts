/** What the reconciler does every five minutes where nothing is wrong: hashed, and left out of what people read. */
const IDLE = new Set(['db Query byDue', 'db Query byKind', 'registry.pushedSince'].map((what) => `reconcile ${what}`));

/** What happened in a run, in order: as lines that people read, and as a number that tells two runs apart. Of a run that nobody wants to read nothing is kept. */
export class Trace {
  readonly lines: string[] = [];
  #hash = 0x811c9dc5;
  readonly #start: number;
  readonly #now: () => number;
  readonly isKept: boolean;

  constructor(now: () => number, kept: boolean) {
    this.#now = now;
    this.#start = now();
    this.isKept = kept;
  }

  /** Milliseconds since the start are part of it. `more` is only read, never hashed. */
  note(who: string, what: string, more = ''): void {
    if (!this.isKept) return;
    const at = this.#now() - this.#start;
    this.#mix(at);
    for (let index = 0; index < who.length; index++) this.#mix(who.charCodeAt(index));
    for (let index = 0; index < what.length; index++) this.#mix(what.charCodeAt(index));
    if (!IDLE.has(`${who} ${what}`))
      this.lines.push(`${clockOf(at)}  ${who.padEnd(34)} ${what}${more === '' ? '' : `  ${more}`}`);
  }

  /** Eight hex digits. */
  get hash(): string {
    return (this.#hash >>> 0).toString(16).padStart(8, '0');
  }

  #mix(value: number): void {
    this.#hash = Math.imul(this.#hash ^ value, 0x01000193);
  }
}

/** `1 02:03:04.500`: days, hours, minutes, seconds. */
function clockOf(milliseconds: number): string {
  const days = Math.floor(milliseconds / 86_400_000);
  return `${days} ${new Date(milliseconds % 86_400_000).toISOString().slice(11, 23)}`;
}
