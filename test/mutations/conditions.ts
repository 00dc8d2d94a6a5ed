import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EQUIVALENT } from './equivalents.ts';
import { type Mutation, mutationsOf } from './mutations-of.ts';

/** Ends with a slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The adapters, by their paths from the root. */
export function adapters(): readonly { readonly path: string; readonly text: string }[] {
  return globSync('functions/aws/*.ts', { cwd: ROOT })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
}

/** Every condition of every adapter, dropped and inverted, without those that are equivalent. */
export function brokenConditions(): readonly Mutation[] {
  return adapters().flatMap(({ path, text }) =>
    mutationsOf(path, text).filter((mutation) => !isEquivalent(text, mutation)),
  );
}

function isEquivalent(text: string, { path, how, start }: Mutation): boolean {
  return EQUIVALENT.some((one) => one.path === path && how === 'dropped' && text.indexOf(one.condition) === start);
}
