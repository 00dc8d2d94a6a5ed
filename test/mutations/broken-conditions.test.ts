import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { adapters, brokenConditions, ROOT } from './conditions.ts';
import { EQUIVALENT } from './equivalents.ts';
import { conditionsIn, mutate, mutationsOf } from './mutations-of.ts';

const run = promisify(execFile);

test('every condition of every adapter is broken in every clause, twice', () => {
  const mutations = adapters().flatMap(({ path, text }) => mutationsOf(path, text));
  for (const { path, text } of adapters())
    for (const { start, condition } of conditionsIn(text)) {
      const broken = mutations.filter(
        (one) => one.path === path && one.start >= start && one.end <= start + condition.length,
      );
      expect(broken.length, `${path}: ${condition}`).toBeGreaterThanOrEqual(2);
      // What stands between the clauses is nothing that asks.
      const rest = broken.reduce((left, one) => left.replace(text.slice(one.start, one.end), ''), condition);
      expect(
        rest.replaceAll(/\b(AND|OR)\b|takesQueued|outcome\.ok|goesForward|\bof\b|ofFirst|ofLater|nothingQueued/g, ''),
      ).not.toMatch(/\w/);
    }
  expect(new Set(mutations.map((one) => `${one.name} ${one.to}`)).size).toBe(mutations.length);
});

test('every reading of the truth is broken, too', () => {
  const consistent = adapters().flatMap(({ text }) => [...text.matchAll(/\bConsistentRead: true|\bconsistent: true/g)]);
  expect(brokenConditions().filter(({ to }) => /^consistent(Read)?: false$/i.test(to))).toHaveLength(consistent.length);
});

test('a clause is dropped so that the others decide, and the expression can still be read', () => {
  const text = (condition: string) => `{\n  ConditionExpression: '${condition}',\n}`;
  const broken = (condition: string) =>
    mutationsOf('a.ts', text(condition)).map((one) => conditionsIn(mutate(text(condition), one))[0]?.condition);
  expect(broken('live.id = :id')).toEqual(["'(live.id = :id OR NOT live.id = :id)'", "'NOT live.id = :id'"]);
  expect(broken('a = :a OR b = :b')).toEqual([
    "'(a = :a AND NOT a = :a) OR b = :b'",
    "'NOT a = :a OR b = :b'",
    "'a = :a OR (b = :b AND NOT b = :b)'",
    "'a = :a OR NOT b = :b'",
  ]);
});

test('what is called equivalent is there, once', () => {
  for (const { path, condition } of EQUIVALENT)
    expect(
      adapters()
        .find((one) => one.path === path)
        ?.text.split(condition),
    ).toHaveLength(2);
});

test('a lock that anybody may take is noticed by the contracts', async () => {
  const lock = brokenConditions().find(
    ({ path, how, name }) =>
      path.endsWith('deployment-transactions.ts') && how === 'dropped' && name.endsWith('attribute_not_exists(live)'),
  );
  const { stdout } = await run(process.execPath, ['test/mutations/run.ts', '--json', '--only', lock?.name ?? '-'], {
    cwd: ROOT,
  });
  expect(JSON.parse(stdout)).toMatchObject({ mutants: 1, killed: 1, others: [] });
}, 120_000);
