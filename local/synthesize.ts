import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CloudAssembly, readAssembly } from './template/cloud-assembly.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Synthesizes the stacks, as `cdk synth` does but without its command line, and reads what came out. */
export async function synthesize(directory: string = join(root, 'cdk.out')): Promise<CloudAssembly> {
  await new Promise<void>((resolve, reject) => {
    const environment = { ...process.env, CDK_OUTDIR: directory };
    execFile(
      process.execPath,
      [join(root, 'infra', 'app.ts')],
      { cwd: root, env: environment },
      (error, _, problems) => {
        if (error === null) resolve();
        else reject(new Error(`the stacks could not be synthesized:\n${problems || error.message}`));
      },
    );
  });
  return readAssembly(directory);
}
