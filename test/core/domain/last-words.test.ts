import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimLastWords } from '../../../core/domain/last-words.ts';
import { maskSecrets } from '../../../core/domain/mask-secrets.ts';

const words = (lines: readonly string[]) => ({ task: 't', container: 'c', why: 'exit code 1', lines });

test.each([
  ['password=hunter2 and more', 'password=*** and more'],
  ['{"apiKey": "abc", "port": 1}', '{"apiKey": ***, "port": 1}'],
  ["DB_PASSWORD: 'two words'", 'DB_PASSWORD: ***'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: ***'],
  ['sent Bearer abcdefghijk', 'sent Bearer ***'],
  ['postgres://web:hunter2@db:5432/web', 'postgres://web:***@db:5432/web'],
  ['key AKIAIOSFODNN7EXAMPLE is old', 'key *** is old'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', '***'],
  ['-----BEGIN RSA PRIVATE KEY-----', '***'],
])('%s is kept as %s', (said, kept) => {
  expect(maskSecrets(said)).toBe(kept);
});

test.each(['GET /tokens 200', 'connection refused: db:5432', 'http://web:8080/health', 'exit code 137'])(
  '%s is kept as it is',
  (said) => {
    expect(maskSecrets(said)).toBe(said);
  },
);

test('the last lines are kept, and the secret at the end of a long one is not', () => {
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  expect(trimLastWords([words(lines)])[0]?.lines).toEqual(lines.slice(10));
  const [cut] = trimLastWords([words([`${'x'.repeat(480)} password=${'s3cret'.repeat(20)}`])]);
  expect(cut?.lines[0]).toHaveLength(480 + ' password=***'.length);
});

test('never more is kept than 20 lines a container, 500 characters a line and 16 KB in all', () => {
  const line = fc.string({ maxLength: 2000 });
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 40 }), { maxLength: 9 }), (all) => {
      const kept = trimLastWords(all.map(words));
      const lines = kept.flatMap((one) => one.lines);
      expect(kept.every((one) => one.lines.length <= 20)).toBe(true);
      expect(lines.every((text) => text.length <= 500)).toBe(true);
      expect(lines.join('').length).toBeLessThanOrEqual(16 * 1024);
    }),
  );
});
