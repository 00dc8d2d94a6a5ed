import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { ENTRIES } from './function-names.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Some packages ship CommonJS only, and `require` of a Node module does not exist in an ES module.
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/** What costs every cold start time and is of no use in Lambda. Each file says why. */
const STAND_INS = {
  '@aws-sdk/credential-provider-node': join(root, 'infra', 'environment-credentials.ts'),
  'node:process': join(root, 'infra', 'process-parts.ts'),
};

/**
 * Bundles Lambda entries, each into a folder of its own: `<folder>/<name>/index.mjs`, with what is loaded later in files beside it. The
 * folder also gets a `metafile.json`, which says what each bundle is made of. `entries` maps names to source files.
 */
export async function bundle(entries: Readonly<Record<string, string>>, folder: string): Promise<Metafile> {
  const bundles = await Promise.all(
    Object.entries(entries).map(([name, source]) => bundleOne(source, join(folder, name))),
  );
  const metafile: Metafile = {
    inputs: Object.assign({}, ...bundles.map(({ inputs }) => inputs)),
    outputs: Object.assign({}, ...bundles.map(({ outputs }) => outputs)),
  };
  writeFileSync(join(folder, 'metafile.json'), JSON.stringify(metafile));
  return metafile;
}

/** What is imported where it is used lies in files of its own beside the index, and is not read before. */
async function bundleOne(source: string, folder: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: [{ in: source, out: 'index' }],
    outdir: folder,
    splitting: true,
    chunkNames: 'later-[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    alias: STAND_INS,
    absWorkingDir: root,
    metafile: true,
    logLevel: 'warning',
  });
  // Of builds before: their names have other hashes, and the whole folder is deployed.
  const written = Object.keys(metafile.outputs).map((path) => basename(path));
  for (const file of readdirSync(folder)) if (!written.includes(file)) rmSync(join(folder, file), { recursive: true });
  return metafile;
}

/** Bundles every function of Belay into dist/functions and gives that folder. */
export async function bundleFunctions(): Promise<string> {
  const folder = join(root, 'dist', 'functions');
  await bundle(Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)])), folder);
  return folder;
}

if (import.meta.main) console.log(`bundled into ${relative(process.cwd(), await bundleFunctions())}`);
