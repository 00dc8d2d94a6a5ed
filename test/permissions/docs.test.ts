import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aTemplate } from '../infra/synthesized.ts';
import { rightsInWords } from './rights-in-words.ts';

const FILE = fileURLToPath(new URL('../../docs/permissions.md', import.meta.url));
const TABLES = /(?<=<!-- rights -->\n).*(?=<!-- \/rights -->)/s;

test('docs/permissions.md tells the rights that the template gives', () => {
  const told = readFileSync(FILE, 'utf8');
  const rights = `\n${rightsInWords(aTemplate({ clusters: ['production', 'staging'], taskRolePath: 'app/' }))}\n`;
  if (process.env.BELAY_WRITE_DOCS !== undefined)
    writeFileSync(
      FILE,
      told.replace(TABLES, () => rights),
    );
  expect(TABLES.exec(readFileSync(FILE, 'utf8'))?.[0]).toBe(rights);
});
