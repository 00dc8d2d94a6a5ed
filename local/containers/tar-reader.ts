import type { ByteReader } from './byte-reader.ts';
import { checkSum, headerOf, plainSizeOf, type TarHeader, typeOf } from './tar-header.ts';

const BLOCK = 512;
const LONGEST_EXTENSION = 1024 * 1024;

export interface TarEntry extends TarHeader {
  /** To be read whole before the next entry is asked for, or not at all. */
  readonly content: AsyncIterable<Buffer>;
}

/** Entries of a tar archive: ustar, with the extensions of pax and GNU for long names and large sizes. */
export async function* readTar(reader: ByteReader): AsyncGenerator<TarEntry> {
  const extended = new Map<string, string>();
  for (;;) {
    const block = await reader.take(BLOCK);
    if (block === undefined || block.every((byte) => byte === 0)) return;
    checkSum(block);
    const type = typeOf(block);
    if ('xgLK'.includes(type)) {
      const text = await extensionText(reader, plainSizeOf(block));
      for (const [key, value] of extensionsIn(type, text)) extended.set(key, value);
      continue;
    }
    const header = headerOf(block, extended);
    extended.clear();
    const content = reader.stream(header.size);
    yield { ...header, content };
    for await (const _unread of content);
    await reader.take(paddingOf(header.size));
  }
}

async function extensionText(reader: ByteReader, size: number): Promise<string> {
  if (size > LONGEST_EXTENSION) throw new Error(`the archive has an extension header of ${size} bytes`);
  const text = await reader.take(size + paddingOf(size));
  return text?.toString('utf8', 0, size) ?? '';
}

function extensionsIn(type: string, text: string): [string, string][] {
  switch (type) {
    case 'L':
      return [['path', untilNull(text)]];
    case 'K':
      return [['linkpath', untilNull(text)]];
    case 'x':
      return paxRecords(text);
    default:
      // Global headers carry comments, such as Git's commit.
      return [];
  }
}

/** `<length> key=value\n`, where the length counts bytes and itself. */
function paxRecords(text: string): [string, string][] {
  const records: [string, string][] = [];
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const [prefix = '', digits] = /^(\d{1,9}) /.exec(rest.toString('latin1', 0, 11)) ?? [];
    const length = Number(digits);
    const record = rest.toString('utf8', prefix.length, length);
    const equals = record.indexOf('=');
    if (!(length > prefix.length) || length > rest.length || equals < 1 || !record.endsWith('\n')) {
      throw new Error('the archive is damaged: an extension header cannot be read');
    }
    records.push([record.slice(0, equals), record.slice(equals + 1, -1)]);
    rest = rest.subarray(length);
  }
  return records;
}

function untilNull(text: string): string {
  return text.split('\0')[0] ?? '';
}

function paddingOf(size: number): number {
  return (BLOCK - (size % BLOCK)) % BLOCK;
}
