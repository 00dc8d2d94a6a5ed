import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the last whole run of the tests has shown of the rights. `granted` is without what only AWS uses. */
export interface ProvenRights {
  readonly granted: number;
  readonly used: number;
  readonly awsOnly: number;
  /** Granted for each that was used: 1 where none is too much. */
  readonly ratio: number;
}

const FILE = fileURLToPath(new URL('../../dist/rights.json', import.meta.url));

export function writeProof(proven: ProvenRights): void {
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(FILE, JSON.stringify(proven));
}

/** `undefined` where the tests have not run as a whole since the folder `dist` was made. */
export function readProof(): ProvenRights | undefined {
  return existsSync(FILE) ? asProven(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;
}

/** Ours: `writeProof` wrote it. */
function asProven(json: unknown): ProvenRights {
  return json as ProvenRights;
}
