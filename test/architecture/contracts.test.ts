import { expect, test } from 'vitest';
import { productionPorts } from '../../functions/production.ts';
import { sourceFiles } from './source-files.ts';

/** What the owner of the stack wrote down is a value: nothing outside is asked for it. */
const VALUES = ['stack', 'reach'];

test('every port has a contract that runs on its fake and on its AWS adapter', () => {
  const held = sourceFiles()
    .filter(({ path }) => /^test\/contracts\/.*\.test\.ts$/.test(path))
    .flatMap(({ text }) => [...text.matchAll(/new Witness\(([^)]*)\)/g)])
    .flatMap(([, names = '']) => [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name));
  const ports = Object.keys(productionPorts()).filter((name) => !VALUES.includes(name));
  expect(held.toSorted()).toEqual(ports.toSorted());
});

test('whoever has a witness lets it testify', () => {
  const silent = sourceFiles().filter(
    ({ path, text }) =>
      path.startsWith('test/contracts/') && text.includes('new Witness(') && !text.includes('witness.testifies();'),
  );
  expect(silent.map(({ path }) => path)).toEqual([]);
});
