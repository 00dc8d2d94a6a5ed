import { expect, test } from 'vitest';
import { type Import, type SourceFile, sourceFiles } from './source-files.ts';

const files = sourceFiles();
/** Tests and benches look at it from outside, and may use all of it. */
const product = files.filter(({ path }) => !/^(test|bench)\//.test(path));

/** Longer than a person reads at once, and nothing but data. */
const TABLES = ['local/wire/enum-members.ts', 'local/iam/cases/table.ts'];
const LONGEST = 300;

const isOurs = ({ from }: Import): boolean => /^(core|functions|infra|local|cli|examples|bench|bin|test)\//.test(from);
const within =
  (...places: readonly string[]) =>
  (path: string) =>
    places.some((place) => path.startsWith(place));

/** Every import of a file in `folder` that `allows` does not let through, as `file → what`. */
function strays(folder: string, allows: (one: Import) => boolean): readonly string[] {
  return product
    .filter(({ path }) => path.startsWith(folder))
    .flatMap(({ path, imports }) => imports.filter((one) => !allows(one)).map(({ from }) => `${path} → ${from}`));
}

/** Files outside `places` in whose text this stands. */
function elsewhere(pattern: RegExp, places: readonly string[]): readonly string[] {
  return product.filter(({ path, text }) => !within(...places)(path) && pattern.test(text)).map(({ path }) => path);
}

test('the files are found, and their imports', () => {
  expect(files.length).toBeGreaterThan(100);
  const found = files.find(({ path }) => path === 'core/steps/plan.ts')?.imports;
  expect(found).toContainEqual({ from: 'core/domain/plan.ts', typeOnly: false });
  expect(found).toContainEqual({ from: 'core/ports.ts', typeOnly: true });
  const loading = files.find(({ path }) => path === 'core/operations/read-rules.ts')?.imports;
  expect(loading).toContainEqual({ from: 'core/domain/rule-in-time.ts', typeOnly: false });
});

test('the domain knows nothing but itself, semantic versions and rules of recurrence', () => {
  const pure = within('core/domain/', 'semver/', 'rrule-temporal');
  expect(strays('core/domain/', ({ from }) => pure(from))).toEqual([]);
});

test('the ports are words of the domain, and types alone', () => {
  const allowed = within('core/domain/', 'core/ports/');
  expect(strays('core/ports', ({ from, typeOnly }) => allowed(from) && typeOnly)).toEqual([]);
});

test('operations know the domain, the ports and each other, and no step', () => {
  const allowed = within('core/domain/', 'core/operations/');
  const isPorts = ({ from, typeOnly }: Import) => from === 'core/ports.ts' && typeOnly;
  const isVersions = ({ from }: Import) => from.startsWith('semver/');
  expect(strays('core/operations/', (one) => allowed(one.from) || isPorts(one) || isVersions(one))).toEqual([]);
});

test('steps know the core and nothing else', () => {
  expect(strays('core/steps/', ({ from }) => from.startsWith('core/'))).toEqual([]);
});

test('of semver only what is used is imported: with the whole package functions start later', () => {
  expect(runtimeUsers(/^semver$/, ['cli/', 'local/', 'infra/'])).toEqual([]);
});

test('functions know the core, and none of what runs or deploys them', () => {
  expect(strays('functions/', (one) => !isOurs(one) || within('core/', 'functions/')(one.from))).toEqual([]);
});

test('only the composition root and the outbox know the adapters', () => {
  const adapters = ({ from }: Import) => from.startsWith('functions/aws/');
  const users = product.filter(({ path, imports }) => !path.startsWith('functions/aws/') && imports.some(adapters));
  expect(users.map(({ path }) => path)).toEqual([
    'functions/on-change.ts',
    'functions/on-ecs-event.ts',
    'functions/on-rehearsal.ts',
    'functions/production.ts',
  ]);
});

test('the stack takes types of core and functions, and the examples', () => {
  const types = (one: Import) => within('core/', 'functions/')(one.from) && one.typeOnly;
  expect(strays('infra/', (one) => !isOurs(one) || within('infra/', 'examples/')(one.from) || types(one))).toEqual([]);
  expect(strays('examples/', (one) => !isOurs(one) || one.from.startsWith('examples/'))).toEqual([]);
});

test('the local AWS loads the template and the built functions, and no line of the product', () => {
  expect(strays('local/', (one) => !isOurs(one) || one.from.startsWith('local/'))).toEqual([]);
});

test('nothing of the product asks whether it runs locally', () => {
  expect(elsewhere(/127\.0\.0\.1|localhost|4566|4510/, ['local/', 'cli/', 'infra/', 'bin/', 'examples/'])).toEqual([]);
});

test('the command knows the types of the API, and talks HTTP', () => {
  const types = (one: Import) => one.from === 'core/version.ts' || (one.from.startsWith('core/') && one.typeOnly);
  const isStarter = ({ from }: Import) => from === 'bin/run.mjs';
  expect(strays('cli/', (one) => !isOurs(one) || one.from.startsWith('cli/') || types(one) || isStarter(one))).toEqual(
    [],
  );
});

test('the AWS SDK is called by the adapters, the functions that only pass on, the local AWS and the signer', () => {
  const places = [
    'functions/aws/',
    'functions/on-change.ts',
    'functions/notify-slack.ts',
    'functions/production.ts',
    'local/',
    'cli/sign.ts',
  ];
  expect(runtimeUsers(/^@(aws-sdk|smithy)\//, places)).toEqual([]);
});

test('CDK is for the stack and the examples', () => {
  expect(runtimeUsers(/^(aws-cdk-lib|constructs|cdk-nag)(\/|$)/, ['infra/', 'examples/'])).toEqual([]);
});

test('the environment is read where a process begins', () => {
  expect(elsewhere(/process\.env/, ['functions/environment.ts', 'cli/', 'local/', 'infra/', 'bin/'])).toEqual([]);
});

test.each(product.filter(({ path }) => path.startsWith('core/domain/')))('$path is pure', ({ text }) => {
  expect(withoutComments(text)).not.toMatch(
    /\b(async|await|Promise|Date\.now|Math\.random|process|setTimeout)\b|new Date\(\)/,
  );
});

test('the core asks its ports for the time and for chance', () => {
  const impure = product.filter(
    ({ path, text }) =>
      path.startsWith('core/') &&
      /Date\.now|new Date\(\)|Math\.random|setTimeout|\bfetch\(|from 'node:/.test(withoutComments(text)),
  );
  expect(impure.map(({ path }) => path)).toEqual([]);
});

test('no file is longer than a person reads at once', () => {
  const long = files.filter(({ path, text }) => !TABLES.includes(path) && text.trimEnd().split('\n').length > LONGEST);
  expect(long.map(({ path }) => path)).toEqual([]);
  expect(files.filter(({ path }) => TABLES.includes(path))).toHaveLength(TABLES.length);
});

test('half of the files are short', () => {
  const lengths = product.map(({ text }) => text.split('\n').length).sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(60);
});

test('nothing is any', () => {
  const loose = files.filter(({ text }) => /(:|\bas|<|\|)\s*any\b(?!\()/.test(withoutStrings(withoutComments(text))));
  expect(loose.map(({ path }) => path)).toEqual([]);
});

test('files are named in kebab-case after what they are, and never after a heap', () => {
  for (const { path } of files) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.d)?\.(ts|mjs)$/);
    expect(name).not.toMatch(/(^|-)(utils?|helpers?|manager|misc)\b/);
  }
});

/** Files outside `places` that import something of this name at run time. */
function runtimeUsers(name: RegExp, places: readonly string[]): readonly string[] {
  const uses = ({ imports }: SourceFile) => imports.some(({ from, typeOnly }) => !typeOnly && name.test(from));
  return product.filter((file) => !within(...places)(file.path) && uses(file)).map(({ path }) => path);
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '');
}

function withoutStrings(text: string): string {
  return text.replaceAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, "''");
}
