/** The part of CBOR (RFC 8949) that Smithy RPC v2 uses; the AWS CLI speaks it to CloudWatch. */
import { AwsError } from '../kernel/aws-error.ts';

const EPOCH_TAG = 1;
const DEEPEST = 64;

/** A checked answer as CBOR; timestamps are tagged seconds since 1970. */
export function encodeCbor(value: unknown): Uint8Array {
  return Buffer.concat([...chunksOf(value)]);
}

function* chunksOf(value: unknown): Generator<Uint8Array> {
  if (value instanceof Date) {
    yield head(6, EPOCH_TAG);
    yield float(value.getTime() / 1000);
  } else if (value instanceof Uint8Array) {
    yield head(2, value.length);
    yield value;
  } else if (Array.isArray(value)) {
    yield head(4, value.length);
    for (const item of value) yield* chunksOf(item);
  } else if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    yield head(5, entries.length);
    for (const [key, item] of entries) {
      yield* chunksOf(key);
      yield* chunksOf(item);
    }
  } else if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) yield value >= 0 ? head(0, value) : head(1, -1 - value);
    else yield float(value);
  } else if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    yield head(3, bytes.length);
    yield bytes;
  } else {
    yield Uint8Array.of(value === true ? 0xf5 : value === false ? 0xf4 : 0xf6);
  }
}

function head(major: number, length: number): Uint8Array {
  if (length < 24) return Uint8Array.of((major << 5) | length);
  const bytes = Buffer.alloc(9);
  bytes[0] = (major << 5) | 27;
  bytes.writeBigUInt64BE(BigInt(length), 1);
  return bytes;
}

function float(value: number): Uint8Array {
  const bytes = Buffer.alloc(9);
  bytes[0] = 0xfb;
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

/** A request body; nothing at all is the empty map. Anything that is not the CBOR of Smithy is a SerializationException. */
export function decodeCbor(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  const reader = new Reader(bytes);
  try {
    const value = reader.item(0);
    if (reader.atEnd()) return value;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw malformed();
}

function malformed(): AwsError {
  return new AwsError('SerializationException', 'the body of the request is no CBOR that Smithy RPC v2 knows');
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  atEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  item(depth: number): unknown {
    if (depth > DEEPEST) throw malformed();
    const first = this.#take(1).readUInt8();
    const major = first >> 5;
    const info = first & 31;
    if (major === 7) return this.#simple(info);
    const length = info === 31 ? undefined : this.#length(info);
    if (major === 4) return this.#many(length, () => this.item(depth + 1));
    if (major === 5) {
      return Object.fromEntries(this.#many(length, () => [String(this.item(depth + 1)), this.item(depth + 1)]));
    }
    if (major === 2 || major === 3) {
      const parts = length === undefined ? this.#many(undefined, () => this.item(depth + 1)) : [this.#take(length)];
      if (major === 3) return parts.map(String).join('');
      return Buffer.concat(parts.filter((part) => part instanceof Uint8Array));
    }
    if (length === undefined) throw malformed();
    if (major === 0) return length;
    if (major === 1) return -1 - length;
    const tagged = this.item(depth + 1);
    return length === EPOCH_TAG && typeof tagged === 'number' ? new Date(Math.round(tagged * 1000)) : tagged;
  }

  /** `length` items, or those up to the break of an indefinite length. */
  #many<Item>(length: number | undefined, next: () => Item): Item[] {
    const items: Item[] = [];
    if (length !== undefined) {
      while (items.length < length) items.push(next());
      return items;
    }
    while (this.#bytes.readUInt8(this.#at) !== 0xff) items.push(next());
    this.#at += 1;
    return items;
  }

  #simple(info: number): unknown {
    if (info === 20 || info === 21) return info === 21;
    if (info === 22 || info === 23) return null;
    if (info === 25) return halfFloat(this.#take(2).readUInt16BE());
    if (info === 26) return this.#take(4).readFloatBE();
    if (info === 27) return this.#take(8).readDoubleBE();
    throw malformed();
  }

  #length(info: number): number {
    if (info < 24) return info;
    if (info === 24) return this.#take(1).readUInt8();
    if (info === 25) return this.#take(2).readUInt16BE();
    if (info === 26) return this.#take(4).readUInt32BE();
    if (info === 27) return Number(this.#take(8).readBigUInt64BE());
    throw malformed();
  }

  #take(length: number): Buffer {
    if (length > this.#bytes.length - this.#at) throw malformed();
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
