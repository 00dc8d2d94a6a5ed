/** Reads a stream of bytes in pieces of the reader's choice. Throws when more than `limit` bytes come. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  readonly #limit: number;
  #held: Buffer = Buffer.alloc(0);
  #seen = 0;

  constructor(source: AsyncIterable<Buffer>, limit: number) {
    this.#source = source[Symbol.asyncIterator]();
    this.#limit = limit;
  }

  /** Bytes that came so far. */
  get seen(): number {
    return this.#seen;
  }

  /** Exactly `size` bytes; `undefined` at the end of the stream; an error when it ends in between. */
  async take(size: number): Promise<Buffer | undefined> {
    const pieces: Buffer[] = [];
    let missing = size;
    while (missing > 0) {
      const piece = await this.#next(missing);
      if (piece === undefined) {
        if (missing === size) return undefined;
        throw new Error('the archive ends in the middle of an entry');
      }
      pieces.push(piece);
      missing -= piece.length;
    }
    return Buffer.concat(pieces);
  }

  /** The next `size` bytes, piece by piece. */
  async *stream(size: number): AsyncGenerator<Buffer> {
    let missing = size;
    while (missing > 0) {
      const piece = await this.#next(missing);
      if (piece === undefined) throw new Error('the archive ends in the middle of an entry');
      missing -= piece.length;
      yield piece;
    }
  }

  /** Reads to the end, so that whoever computes a digest on the way has seen every byte. */
  async drain(): Promise<void> {
    while ((await this.#next(Number.MAX_SAFE_INTEGER)) !== undefined);
  }

  async #next(most: number): Promise<Buffer | undefined> {
    while (this.#held.length === 0) {
      const next = await this.#source.next();
      if (next.done === true) return undefined;
      this.#held = next.value;
      this.#seen += next.value.length;
      if (this.#seen > this.#limit)
        throw new Error(`the layer is larger than the ${this.#limit} bytes that are left for it`);
    }
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }
}
