/** Runs the table of intrinsic functions. */
import { isDeepStrictEqual } from 'node:util';
import { resolve } from '../intrinsics.ts';
import { parameterValues } from '../parameters.ts';
import { stackScope } from '../stack-scope.ts';
import { parseTemplate } from '../template.ts';
import { type Case, cases, made, template } from './table.ts';

export interface CaseReport {
  readonly cases: number;
  readonly passed: number;
  /** One sentence each. */
  readonly failures: readonly string[];
}

export const name = 'intrinsics';

/** Runs the table. */
export async function runCases(): Promise<CaseReport> {
  const failures = cases.flatMap((one) => failureOf(one) ?? []);
  return { cases: cases.length, passed: cases.length - failures.length, failures };
}

function failureOf(one: Case): string | undefined {
  const parsed = parseTemplate(template);
  const scope = stackScope({
    stack: 'Cases',
    template: parsed,
    parameters: parameterValues(parsed.parameters, {}),
    made: new Map(Object.entries(made)),
    importValue(exportName) {
      if (exportName === 'test-cluster') return 'production';
      throw new Error(`No export named ${exportName} found`);
    },
  });
  let given: unknown;
  try {
    given = resolve(one.value, scope);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if ('refused' in one && message.includes(one.refused)) return undefined;
    return `${one.it}: ${message}`;
  }
  if ('gives' in one && isDeepStrictEqual(given, one.gives)) return undefined;
  const wanted = 'gives' in one ? JSON.stringify(one.gives) : `an error: ${one.refused}`;
  return `${one.it}: wanted ${wanted}, got ${JSON.stringify(given)}`;
}
