import { StringDecoder } from 'node:string_decoder';

/** Characters of one line; a longer one is cut, as Docker's log drivers do. */
const LONGEST_LINE = 16 * 1024;

/** Makes lines of a stream of output. */
export class OutputLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #held = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  add(piece: Buffer): void {
    const lines = (this.#held + this.#decoder.write(piece)).split('\n');
    this.#held = lines.pop() ?? '';
    for (const line of lines) this.#tell(line.endsWith('\r') ? line.slice(0, -1) : line);
    for (; this.#held.length > LONGEST_LINE; this.#held = this.#held.slice(LONGEST_LINE)) {
      this.#onLine(this.#held.slice(0, LONGEST_LINE));
    }
  }

  /** The output is over: what has no line end is a line as well. */
  end(): void {
    const rest = this.#held + this.#decoder.end();
    this.#held = '';
    if (rest !== '') this.#tell(rest);
  }

  #tell(line: string): void {
    for (let start = 0; start === 0 || start < line.length; start += LONGEST_LINE) {
      this.#onLine(line.slice(start, start + LONGEST_LINE));
    }
  }
}
