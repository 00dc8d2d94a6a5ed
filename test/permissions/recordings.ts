import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recording } from '../../local/iam/recording.ts';

const TESTS = fileURLToPath(new URL('..', import.meta.url));

/** The folder of a test file's recordings, in the folder of a run. */
export function recordingName(testFile: string): string {
  return relative(TESTS, testFile)
    .replaceAll(/[/\\]/g, '-')
    .replace(/\.test\.ts$/, '');
}

/** Why nothing can be proven by the recordings in a folder: some worlds did not run. `undefined` where all did. */
export function whyNotProven(folder: string): string | undefined {
  const missing = filesWithout(folder);
  const [first] = missing;
  if (first === undefined) return undefined;
  return `rights: not proven, because ${missing.length} files of worlds did not run, such as ${first}`;
}

function filesWithout(folder: string): readonly string[] {
  return readdirSync(TESTS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .filter((name) => /\b(startWorld|startExample)\(/.test(readFileSync(join(TESTS, name), 'utf8')))
    .filter((name) => !existsSync(join(folder, recordingName(join(TESTS, name)))));
}

/** All recordings of a run. */
export function readRecordings(folder: string): readonly Recording[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => asRecording(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

/** Ours: the local AWS wrote it in the same run. */
function asRecording(json: unknown): Recording {
  return json as Recording;
}
