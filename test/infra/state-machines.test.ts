import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import aslValidator from 'asl-validator';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../state-machines', import.meta.url));
const files = readdirSync(folder);

test('there is a machine for the story and one for each way to move traffic', () => {
  expect(files).toEqual(
    expect.arrayContaining(['deploy.asl.json', 'blue-green.asl.json', 'rolling.asl.json', 'roll-back.asl.json']),
  );
});

test.each(files)('%s is valid, in JSONata throughout, and has a timeout of its own', (file) => {
  const machine = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { isValid, errorsText } = aslValidator(machine);
  expect(isValid, errorsText('\n')).toBe(true);
  expect(machine.QueryLanguage).toBe('JSONata');
  expect(machine.TimeoutSeconds).toBeGreaterThan(0);
});
