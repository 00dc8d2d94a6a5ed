import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDERS = '{core,functions,infra,local,cli,examples,bench,bin,test}';

/** A file of ours, by its path from the root of the repository. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path from the root, or the name of a package. */
  readonly from: string;
  /** `import type`: nothing of it is there at run time. */
  readonly typeOnly: boolean;
}

export function sourceFiles(): readonly SourceFile[] {
  return globSync(`${FOLDERS}/**/*.{ts,mjs}`, { cwd: ROOT }).sort().map(read);
}

function read(path: string): SourceFile {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return { path, text, imports: [...importsOf(path, text)] };
}

function* importsOf(path: string, text: string): Generator<Import> {
  const resolve = (name: string): string => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
  for (const [, type, name = ''] of text.matchAll(/^(?:import|export)\s+(type\s+)?[^;'"]*?from\s+'([^']+)'/gm))
    yield { from: resolve(name), typeOnly: type !== undefined };
  for (const [, name, loaded = ''] of text.matchAll(/^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm))
    yield { from: resolve(name ?? loaded), typeOnly: false };
}
