import { readFileSync } from 'node:fs';
import { EXIT, Failure } from './exit-code.ts';

/** The JSON of a file; `-` is what comes in at standard input. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path === '-' ? 0 : path, 'utf8'));
  } catch (error) {
    throw new Failure(EXIT.usage, `${path} cannot be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
}
