import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { synthesize } from '../../local/synthesize.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of the synthesized cloud assembly. */
    assembly: string;
  }
}

/** Synthesizes the stacks once for all tests of the whole; each test reads them anew, and may change what it read. */
export default async function synthesizeOnce(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-assembly-'));
  await synthesize(folder);
  project.provide('assembly', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
