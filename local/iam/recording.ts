/** What a local AWS saw of its roles: what each was given, as written, and every call that was allowed. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccessRequest } from './evaluate.ts';
import type { RequestContext } from './policy-variables.ts';
import type { Role, Roles } from './roles.ts';

export interface RecordedRole {
  readonly stack: string;
  /** Logical id. */
  readonly role: string;
  readonly statements: readonly RecordedStatement[];
}

/** A statement as the template has it, its references resolved. */
export interface RecordedStatement {
  readonly policy: string;
  /** Place of the statement in its policy, from 0. */
  readonly index: number;
  readonly statement: unknown;
}

export interface RecordedCall {
  readonly stack: string;
  /** Logical id. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Condition keys in lower case. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface Recording {
  readonly roles: readonly RecordedRole[];
  /** Each once. */
  readonly calls: readonly RecordedCall[];
}

export interface Recorder {
  note(role: Role, request: AccessRequest): void;
  /** Writes a file of its own into the folder. */
  write(): void;
}

/** Keeps what is called until it is written into `folder`. */
export function createRecorder(folder: string, roles: Roles): Recorder {
  const calls = new Map<string, RecordedCall>();
  return {
    note(role, { action, resource, context }) {
      const call = { stack: role.stack, role: role.logicalId, action, resource, context: recordOf(context) };
      calls.set(JSON.stringify(call), call);
    },
    write() {
      const given = roles.all().map((role) => ({
        stack: role.stack,
        role: role.logicalId,
        statements: roles.rulesOf(role).map(({ policy, index, written }) => ({ policy, index, statement: written })),
      }));
      const recording: Recording = { roles: given, calls: [...calls.values()] };
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${randomUUID()}.json`), JSON.stringify(recording));
    },
  };
}

function recordOf(context: RequestContext): RecordedCall['context'] {
  return Object.fromEntries(context);
}
