import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { synthesize } from '../../local/synthesize.ts';
import { setAssemblyFolder } from './assembly-folder.ts';

/** Synthesizes the stacks once for all worlds; each reads them anew, and may change what it read. Gives what takes them away again. */
export default async function synthesizeOnce(): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-assembly-'));
  await synthesize(folder);
  setAssemblyFolder(folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
