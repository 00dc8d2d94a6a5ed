/** Executions recorded on AWS, as the file holds them. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Json } from '../json.ts';

export interface RecordedCase {
  readonly id: string;
  readonly kind: string;
  readonly definition: Json;
  readonly input: Json;
  readonly expected: RecordedEnd;
  /** The requests of Task states in their order, with what AWS answered. */
  readonly tasks?: readonly RecordedTask[];
}

export interface RecordedEnd {
  readonly status: string;
  readonly output?: Json;
  readonly error?: string | null;
  readonly cause?: Json;
  readonly path?: readonly string[];
  readonly stateOutputs?: readonly Json[];
  readonly assigned?: readonly Json[];
  readonly eventTypes?: readonly string[];
}

export interface RecordedTask {
  readonly state: string;
  readonly scheduled: {
    readonly resource: string;
    readonly resourceType?: string;
    readonly parameters?: Json;
    readonly input?: Json;
  };
  readonly result: {
    readonly kind: string;
    readonly output?: Json;
    readonly error?: string;
    readonly cause?: Json;
  };
}

const BESIDE_THE_REPOSITORY = new URL('../../../../shared/conformance/asl-jsonata-cases.json', import.meta.url);

/** Where the recordings are looked for: `BELAY_CONFORMANCE`, else beside the repository. */
export function recordedCasesPath(): string {
  return process.env.BELAY_CONFORMANCE ?? fileURLToPath(BESIDE_THE_REPOSITORY);
}

/** `undefined` when the file is not there. */
export function recordedCases(): readonly RecordedCase[] | undefined {
  const path = recordedCasesPath();
  if (!existsSync(path)) return undefined;
  const file: { readonly cases: readonly RecordedCase[] } = JSON.parse(readFileSync(path, 'utf8'));
  return file.cases;
}
