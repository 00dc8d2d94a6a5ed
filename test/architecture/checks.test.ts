import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sourceFiles } from './source-files.ts';

/** The names that findings carry: of checks with one name, and of what may drive a service instead of ECS. */
const checks = new Set(
  sourceFiles()
    .filter(({ path }) => path.startsWith('core/domain/findings/') || path === 'core/domain/undrivable.ts')
    .flatMap(({ text }) => [...text.matchAll(/findingsOf\('([\w-]+)'\)|check: '([\w-]+)'/g)])
    .map(([, one, other]) => one ?? other ?? ''),
);

function rowsOf(page: string): readonly (readonly string[])[] {
  const lines = readFileSync(page, 'utf8').split('\n');
  return lines.filter((line) => line.startsWith('| ')).map((line) => line.slice(2, -2).split(' | '));
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name ?? '');
}

test('every check of verify is in its guide, and the guide has no other', () => {
  const guide = readFileSync('docs/guides/verify.md', 'utf8').split('## The checks')[1]?.split('\n## ')[0] ?? '';
  const named = guide
    .split('\n')
    .flatMap((line) => namesIn(line.startsWith('| ') ? (line.split(' | ')[0] ?? '') : line));
  expect(checks.size).toBeGreaterThan(30);
  expect([...checks].filter((check) => !named.includes(check))).toEqual([]);
  expect(named.filter((name) => !checks.has(name))).toEqual([]);
});

test('every check that is said to look for what is not seen locally is one', () => {
  const named = rowsOf('docs/not-seen-locally.md').flatMap((cells) => namesIn(cells[2] ?? ''));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !checks.has(name))).toEqual([]);
});
