import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { run } from '../../cli/run.ts';
import { sourceFiles } from './source-files.ts';

const product = sourceFiles().filter(({ path }) => /^(core|functions|cli)\//.test(path));
const pages = ['README.md', ...globSync('docs/**/*.md')].map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** What a machine says to a step wrongly is a defect of the stack: no person can do anything about it. */
const BETWEEN_MACHINES = /^(The state machine|A step) /;
/** A second sentence, a command or a flag: what to do. What is put in at the end says it itself. */
const NEXT_MOVE = /[.?:] (`|--|[A-Z])|^… [A-Z]|… `|; --|: name |…$/;

/** Every text that stands in a refusal in the code, and where. What is put in is a `…`. */
const messages = product.flatMap(({ path, text }) =>
  [...text.matchAll(/new Refused\(|throw nothing\(/g)].flatMap(({ index, 0: opening }) =>
    sentencesIn(argumentsAt(text, index + opening.length)).map((message) => ({ path, message })),
  ),
);

/** Up to the bracket that closes: in no text of ours one stands alone. */
function argumentsAt(text: string, start: number): string {
  let end = start;
  for (let depth = 1; depth > 0 && end < text.length; end += 1) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
  }
  return text.slice(start, end - 1);
}

function sentencesIn(source: string): readonly string[] {
  let text = source;
  for (let before = ''; before !== text; ) {
    before = text;
    text = text.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '…');
  }
  return [...text.matchAll(/`((?:[^`\\]|\\.)*)`|'([^']*)'/g)]
    .map(([, template, plain]) => (template ?? plain ?? '').replaceAll('\\`', '`'))
    .filter((found) => /[a-z] [a-z]/.test(found));
}

test('every refusal says what to do next', () => {
  expect(messages.length).toBeGreaterThan(80);
  const silent = messages.filter(({ message }) => !BETWEEN_MACHINES.test(message) && !NEXT_MOVE.test(message));
  expect(silent).toEqual([]);
});

test('every command that a message or a page names is a verb of the CLI', async () => {
  const said: string[] = [];
  await run(['help'], { out: (text) => void said.push(text), err: () => undefined });
  const verbs = new Set([...said.join('\n').matchAll(/^ {2}belay (\S+)/gm)].map(([, verb]) => verb));
  const named = [...product, ...pages].flatMap(({ path, text }) =>
    [...text.matchAll(/(?:`|npx )belay ([a-z][a-z-]*)/g)].map(([, verb]) => ({ path, verb })),
  );
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter(({ verb }) => verb !== 'help' && !verbs.has(verb))).toEqual([]);
});

test.each(['docs/troubleshooting.md', 'docs/api.md'])('%s has a row for every code', (page) => {
  const { text: list = '' } = product.find(({ path }) => path === 'core/domain/refused.ts') ?? {};
  const codes = [...list.matchAll(/^ {2}\| '(\w+)'/gm)].map(([, code]) => code ?? '');
  expect(codes).toContain('FenceLost');
  const text = pages.find(({ path }) => path === page)?.text ?? '';
  const rows = text.split('\n').filter((line) => line.startsWith('| `'));
  expect(codes.filter((code) => !rows.some((row) => row.split(' | ')[0]?.includes(`\`${code}`)))).toEqual([]);
});
