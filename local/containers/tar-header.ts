/** What the header of one entry says, as hostile as it came. */
export interface TarHeader {
  readonly path: string;
  readonly kind: 'file' | 'directory' | 'symlink' | 'hardlink' | 'device' | 'other';
  /** What a link points to. */
  readonly target: string;
  readonly mode: number;
  /** Bytes of content that follow. */
  readonly size: number;
  /** Seconds since 1970. */
  readonly modified: number;
}

const KINDS: Readonly<Record<string, TarHeader['kind']>> = {
  '\0': 'file',
  '0': 'file',
  '7': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'device',
  '4': 'device',
  '5': 'directory',
  '6': 'device',
};

/** Reads a header block. `extended` holds what extension entries said before: `path`, `linkpath`, `size`, `mtime`. */
export function headerOf(block: Buffer, extended: ReadonlyMap<string, string>): TarHeader {
  const type = typeOf(block);
  const kind = KINDS[type] ?? 'other';
  const path = extended.get('path') ?? pathIn(block);
  if (kind === 'other') throw new Error(`entry '${path}' is of type '${type}', which is not supported`);
  if ([...extended.keys()].some((key) => key.startsWith('GNU.sparse'))) {
    throw new Error(`entry '${path}' is a sparse file, which is not supported`);
  }
  const size = Number(extended.get('size') ?? numberAt(block, 124, 12));
  if (!Number.isSafeInteger(size) || size < 0) throw new Error(`entry '${path}' has no valid size`);
  return {
    path,
    // An archive older than ustar marks a directory by its last character alone.
    kind: kind === 'file' && path.endsWith('/') ? 'directory' : kind,
    target: extended.get('linkpath') ?? textAt(block, 157, 100),
    mode: numberAt(block, 100, 8),
    size: kind === 'file' ? size : 0,
    modified: Number(extended.get('mtime') ?? numberAt(block, 136, 12)),
  };
}

export function typeOf(block: Buffer): string {
  return String.fromCharCode(block[156] ?? 0);
}

/** The size of an extension entry, which has no extensions itself. */
export function plainSizeOf(block: Buffer): number {
  return numberAt(block, 124, 12);
}

/** Throws when the block is no header. */
export function checkSum(block: Buffer): void {
  let sum = 0;
  for (const [index, byte] of block.entries()) sum += index >= 148 && index < 156 ? 32 : byte;
  if (sum !== numberAt(block, 148, 8)) throw new Error('the archive is damaged: the checksum of an entry is wrong');
}

function pathIn(block: Buffer): string {
  const name = textAt(block, 0, 100);
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? textAt(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function textAt(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}

/** Octal digits or, when the first bit is set, a big-endian number. */
function numberAt(block: Buffer, start: number, length: number): number {
  const field = block.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    return field.subarray(1).reduce((total, byte) => total * 256 + byte, (field[0] ?? 0) & 0x7f);
  }
  const digits = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trim();
  if (!/^[0-7]*$/.test(digits)) throw new Error('the archive is damaged: a number in an entry is not octal');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}
