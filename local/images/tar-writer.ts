const BLOCK = 512;

/** One entry of an archive. Owner and times are left out, so that the same files give the same bytes. */
export type TarEntry = { readonly path: string; readonly mode: number } & (
  | { readonly kind: 'file'; readonly content: Uint8Array }
  | { readonly kind: 'directory' }
  | { readonly kind: 'symlink' | 'hardlink'; readonly target: string }
);

const TYPE = { file: '0', hardlink: '1', symlink: '2', directory: '5' } as const;

/** A tar archive (POSIX ustar, with pax headers for long names). */
export function writeTar(entries: readonly TarEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf(entry: TarEntry): Buffer[] {
  const target = 'target' in entry ? entry.target : '';
  const content = 'content' in entry ? entry.content : new Uint8Array();
  const pax = Object.entries({ path: entry.path, linkpath: target }).filter(([, text]) => !fits(text));
  const extended = Buffer.concat(pax.map(([key, text]) => paxRecord(key, text)));
  const head = header(shortened(entry.path), entry.mode, content.length, TYPE[entry.kind], shortened(target));
  const before = extended.length === 0 ? [] : [header('pax', 0o644, extended.length, 'x', ''), ...padded(extended)];
  return [...before, head, ...padded(content)];
}

function header(path: string, mode: number, size: number, type: string, target: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write(octal(mode & 0o7777, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(' '.repeat(8), 148);
  block.write(type, 156);
  block.write(target, 157);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148);
  return block;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function fits(text: string): boolean {
  return Buffer.byteLength(text) < 100 && /^[\x20-\x7e]*$/.test(text);
}

/** The name in the old header, for readers that know no pax. */
function shortened(text: string): string {
  return fits(text) ? text : text.replace(/[^\x20-\x7e]/g, '_').slice(0, 99);
}

/** `<length> key=value\n`, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const body = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(body);
  let length = bytes + String(bytes).length;
  length = bytes + String(length).length;
  return Buffer.from(`${length}${body}`);
}

function padded(content: Uint8Array): Buffer[] {
  return [Buffer.from(content), Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}
