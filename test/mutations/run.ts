/** `npm run mutate:conditions`: breaks each condition of the AWS adapters, one at a time, and says which contract notices. `-- --json`, `-- --only <part of a name>`. */
import { parseArgs } from 'node:util';
import { brokenConditions } from './conditions.ts';
import { MutantRunner } from './mutant-runner.ts';

const { only = '', json = false } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'boolean' } },
}).values;
const mutations = brokenConditions().filter(({ name }) => name.includes(only));
const began = performance.now();
const runner = await MutantRunner.start();

await passesUnbroken();
const told: { readonly name: string; readonly fate: string; readonly by?: string }[] = [];
for (const mutation of mutations) {
  const one = { name: mutation.name, ...(await runner.fateOf(mutation)) };
  told.push(one);
  if (!json) console.log(`${one.fate.padEnd(8)}  ${one.name}${one.by === undefined ? '' : `  (${one.by})`}`);
}
// What was broken before must not be what the next one was killed by.
await passesUnbroken();
await runner.end();

const killed = told.filter((one) => one.fate === 'killed').length;
const seconds = Math.round((performance.now() - began) / 1000);
const others = told.filter((one) => one.fate !== 'killed');
console.log(
  json
    ? JSON.stringify({ mutants: told.length, killed, others, seconds })
    : `${killed} of ${told.length} killed in ${seconds} s`,
);
process.exitCode = killed === told.length && killed > 0 ? 0 : 1;

async function passesUnbroken(): Promise<void> {
  const { fate, by } = await runner.fateOf(undefined);
  if (fate !== 'survived') throw new Error(`the contracts fail without any mutation: ${by}`);
}
