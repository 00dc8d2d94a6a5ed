import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TarEntry, writeTar } from '../../../local/images/tar-writer.ts';
import { directory, file, hardlink, inFolder, symlink, unpack, unpackBytes } from './archive.ts';

const textOf = (root: string, path: string) => readFileSync(join(root, path), 'utf8');
const namesIn = (root: string, path = '.') => readdirSync(join(root, path)).sort();

test('a later layer adds to, replaces and hides what is below it', () =>
  inFolder(async (root) => {
    await unpack(
      root,
      [directory('a/'), file('a/kept'), file('a/replaced'), file('a/hidden'), file('b/gone'), file('c/gone')],
      [
        file('a/replaced', 'new'),
        file('a/.wh.hidden', ''),
        file('.wh.b', ''),
        file('c/.wh..wh..opq', ''),
        file('c/new'),
      ],
    );
    expect(namesIn(root, 'a')).toEqual(['kept', 'replaced']);
    expect(textOf(root, 'a/replaced')).toBe('new');
    expect(namesIn(root)).toEqual(['a', 'c']);
    expect(namesIn(root, 'c')).toEqual(['new']);
  }));

test('a whiteout hides what is below its layer, never what the same layer brings', () =>
  inFolder(async (root) => {
    await unpack(
      root,
      [file('a/old'), file('b/old')],
      [file('a/new'), file('a/.wh..wh..opq', ''), file('b/deep/new'), file('.wh.b', '')],
    );
    expect(namesIn(root, 'a')).toEqual(['new']);
    expect(namesIn(root, 'b')).toEqual(['deep']);
  }));

test('a file takes the place of a folder, a folder that of a file, and of a link', () =>
  inFolder(async (root) => {
    await unpack(root, [file('a/b'), file('c'), symlink('d', 'c')], [file('a'), directory('c/'), file('d', 'no link')]);
    expect(lstatSync(join(root, 'a')).isFile()).toBe(true);
    expect(lstatSync(join(root, 'c')).isDirectory()).toBe(true);
    expect(lstatSync(join(root, 'd')).isFile()).toBe(true);
  }));

test('links of a lower layer lead a higher one to where the image means', () =>
  inFolder(async (root) => {
    await unpack(
      root,
      [directory('usr/lib/'), symlink('lib', 'usr/lib'), symlink('opt', '/usr/lib')],
      [file('lib/a'), file('opt/b')],
    );
    expect(namesIn(root, 'usr/lib')).toEqual(['a', 'b']);
    expect(readlinkSync(join(root, 'lib'))).toBe('usr/lib');
  }));

test('an absolute link leads to the image’s own file', () =>
  inFolder(async (root) => {
    await unpack(root, [file('etc/passwd', 'of the image'), symlink('deep/er/link', '/etc/passwd')]);
    expect(readlinkSync(join(root, 'deep/er/link'))).toBe('../../etc/passwd');
    expect(textOf(root, 'deep/er/link')).toBe('of the image');
  }));

test('hard links share one file', () =>
  inFolder(async (root) => {
    await unpack(root, [file('a', 'one'), hardlink('b', 'a')]);
    expect(statSync(join(root, 'a')).ino).toBe(statSync(join(root, 'b')).ino);
  }));

test('what the system’s tar writes is read, in each of its formats', () =>
  inFolder(async (folder) => {
    const source = join(folder, 'source');
    const long = `${'d'.repeat(90)}/${'f'.repeat(120)}`;
    mkdirSync(join(source, 'd'.repeat(90)), { recursive: true });
    writeFileSync(join(source, long), 'x'.repeat(3000));
    writeFileSync(join(source, 'run'), '#!/bin/sh\n', { mode: 0o755 });
    for (const format of ['gnu', 'ustar', 'pax']) {
      if (format === 'ustar') writeFileSync(join(source, 'short'), '');
      const bytes = execFileSync('tar', [
        '-c',
        '-C',
        source,
        `--format=${format}`,
        '--exclude',
        format === 'ustar' ? 'fff*' : 'none',
        '.',
      ]);
      const root = join(folder, format);
      mkdirSync(root);
      await unpackBytes(root, bytes);
      expect(statSync(join(root, 'run')).mode & 0o777).toBe(0o755);
      if (format !== 'ustar') expect(textOf(root, long)).toBe('x'.repeat(3000));
    }
  }));

const block = (type: string, path = 'x') => {
  const bytes = Buffer.from(writeTar([file(path, '')]));
  bytes.write(type, 156);
  bytes.write(' '.repeat(8), 148);
  const sum = bytes.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
};

test.each([
  ['a path that climbs', writeTar([file('a/../../b')]), 'leads out of the image'],
  ['an absolute path', writeTar([file('/etc/passwd')]), 'absolute path'],
  ['a link that climbs', writeTar([symlink('a', '../../etc')]), 'outside of the image'],
  ['a hard link that climbs', writeTar([hardlink('a', '../etc')]), 'leads out of the image'],
  ['an absolute hard link', writeTar([hardlink('a', '/etc/passwd')]), 'absolute path'],
  ['a hard link to nothing', writeTar([hardlink('a', 'b')]), 'no file of the image'],
  [
    'a second name for a link, from where it climbs',
    writeTar([symlink('a/b', '../c'), hardlink('d', 'a/b')]),
    'outside of the image',
  ],
  ['a device', block('3'), 'device or a pipe'],
  ['a pipe', block('6'), 'device or a pipe'],
  ['a type that nobody knows', block('S'), 'not supported'],
  ['a folder below a file', writeTar([file('a'), file('a/b')]), 'not|no folder'],
  ['a loop of links', writeTar([symlink('a', 'b'), symlink('b', 'a'), file('a/c')]), 'too many links'],
  ['a whiteout of its own folder', writeTar([file('a/.wh...', '')]), 'hides no name'],
  ['a damaged header', writeTar([file('a')]).fill(1, 0, 10), 'checksum'],
  ['an end in the middle', writeTar([file('a', 'x'.repeat(2000))]).subarray(0, 1024), 'ends in the middle'],
])('an archive with %s is refused, and why', (_, bytes, reason) =>
  inFolder(async (root) => {
    await expect(unpackBytes(root, bytes)).rejects.toThrow(new RegExp(reason));
  }),
);

test('a layer larger than allowed is refused while it comes', () =>
  inFolder(async (root) => {
    const bytes = writeTar([file('a', 'x'.repeat(20_000))]);
    await expect(unpackBytes(root, bytes, 10_000)).rejects.toThrow('larger than the 10000 bytes');
  }));

test('no archive ever writes, removes or links anything outside its root', async () => {
  const plain = fc.array(fc.constantFrom('a', 'b', 'outside'), { minLength: 1, maxLength: 2 });
  const odd = fc.array(fc.constantFrom('a', 'outside', '..', '.', '', '.wh.a', '.wh..wh..opq', '.wh...'), {
    maxLength: 4,
  });
  const path = fc.oneof({ weight: 4, arbitrary: plain }, odd).map((parts) => parts.join('/'));
  const climbing = path.chain((text) => fc.constantFrom(`../${text}`, `../../${text}`, `/${text}`));
  const name = fc.oneof({ weight: 5, arbitrary: path }, climbing);
  const target = fc.oneof(path, { weight: 3, arbitrary: climbing });
  const entry: fc.Arbitrary<TarEntry> = fc.oneof(
    fc.record({
      kind: fc.constant('file' as const),
      path: name,
      mode: fc.nat(0o7777),
      content: fc.constant(Buffer.from('hostile')),
    }),
    fc.record({ kind: fc.constant('directory' as const), path: name, mode: fc.nat(0o7777) }),
    fc.record({
      kind: fc.constantFrom('symlink' as const, 'hardlink' as const),
      path: name,
      target,
      mode: fc.nat(0o7777),
    }),
  );
  const through = fc
    .record({ at: plain, child: plain, target: climbing, last: entry })
    .map(({ at, child, target, last }) => [
      symlink(at.join('/'), target),
      { ...last, path: [...at, ...child].join('/') },
    ]);
  const entries = fc.oneof(
    entry.map((one) => [one]),
    through,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { maxLength: 6 }), (attacks) =>
      inFolder(async (folder) => {
        const root = join(folder, 'b', 'root');
        mkdirSync(root, { recursive: true });
        mkdirSync(join(folder, 'outside'));
        for (const path of ['outside/a', 'a', 'b/a', 'b/outside']) writeFileSync(join(folder, path), 'mine');
        // A refused entry ends its layer, so each is a layer of its own and is tried over what is there already.
        for (const one of attacks.flat()) await unpack(root, [one]).catch(() => {});
        expect(namesIn(folder)).toEqual(['a', 'b', 'outside']);
        expect(namesIn(folder, 'b')).toEqual(['a', 'outside', 'root']);
        expect(namesIn(folder, 'outside')).toEqual(['a']);
        for (const path of ['outside/a', 'a', 'b/a', 'b/outside']) {
          expect(textOf(folder, path)).toBe('mine');
          expect(statSync(join(folder, path)).nlink).toBe(1);
        }
      }),
    ),
    { numRuns: 120 },
  );
});
