import { writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { ENTRIES } from './function-names.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// Some packages ship CommonJS only, and `require` of a Node module does not exist in an ES module.
const REQUIRE =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

/**
 * Bundles Lambda entries, each into a folder of its own: `<folder>/<name>/index.mjs`. The folder also gets a
 * `metafile.json`, which says what each bundle is made of. `entries` maps names to source files.
 */
export async function bundle(entries: Readonly<Record<string, string>>, folder: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: Object.entries(entries).map(([name, source]) => ({ in: source, out: join(name, 'index') })),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    banner: { js: REQUIRE },
    alias: { '@aws-sdk/credential-provider-node': join(root, 'infra', 'environment-credentials.ts') },
    absWorkingDir: root,
    metafile: true,
    logLevel: 'warning',
  });
  writeFileSync(join(folder, 'metafile.json'), JSON.stringify(metafile));
  return metafile;
}

/** Bundles every function of Belay into dist/functions and gives that folder. */
export async function bundleFunctions(): Promise<string> {
  const folder = join(root, 'dist', 'functions');
  await bundle(Object.fromEntries(ENTRIES.map((name) => [name, join(root, 'functions', `${name}.ts`)])), folder);
  return folder;
}

if (import.meta.main) console.log(`bundled into ${relative(process.cwd(), await bundleFunctions())}`);
