import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type OutputChunk } from 'rolldown';
import { builtins } from './builtins.ts';
import { ENTRIES } from './function-names.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What costs every cold start time and is of no use in Lambda. Each file says why. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': join(root, 'infra', 'environment-credentials.ts'),
  '@aws-sdk/middleware-endpoint-discovery': join(root, 'infra', 'no-endpoint-discovery.ts'),
};

/**
 * Bundles Lambda entries, each into a folder of its own: `<folder>/<name>/index.mjs`, with what is loaded later in files beside it. `entries`
 * maps names to source files. Gives the files of each entry, which say what they are made of and what they import.
 */
export async function bundle(
  entries: Readonly<Record<string, string>>,
  folder: string,
): Promise<ReadonlyMap<string, readonly OutputChunk[]>> {
  const bundled = Object.entries(entries).map(
    async ([name, source]) => [name, await bundleOne(source, join(folder, name))] as const,
  );
  return new Map(await Promise.all(bundled));
}

/** What is imported where it is used lies in files of its own; all that the start needs is in the index, which is one file to find and read. */
async function bundleOne(source: string, folder: string): Promise<readonly OutputChunk[]> {
  const { output } = await build({
    input: { index: source },
    cwd: root,
    platform: 'node',
    plugins: [builtins],
    resolve: { alias: STAND_INS, mainFields: ['module', 'main'] },
    transform: { target: 'node24' },
    // The later files share code with the index, and take it from there.
    preserveEntrySignatures: 'allow-extension',
    output: {
      dir: folder,
      entryFileNames: 'index.mjs',
      chunkFileNames: 'later-[name]-[hash].mjs',
      codeSplitting: { groups: [{ name: 'index', tags: ['$initial'] }] },
      minify: true,
      // One character beyond Latin-1 makes V8 keep the whole file in two bytes each.
      charset: 'ascii',
      comments: false,
    },
  });
  // Of builds before: their names have other hashes, and the whole folder is deployed.
  const written = new Set(output.map(({ fileName }) => fileName));
  for (const file of readdirSync(folder)) if (!written.has(file)) rmSync(join(folder, file), { recursive: true });
  return output.filter((file) => file.type === 'chunk');
}

/** Bundles every function of Belay into dist/functions and gives that folder. */
export async function bundleFunctions(): Promise<string> {
  const folder = join(root, 'dist', 'functions');
  await bundle(Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)])), folder);
  return folder;
}

if (import.meta.main) console.log(`bundled into ${relative(process.cwd(), await bundleFunctions())}`);
