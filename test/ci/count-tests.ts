/** Prints `N passed, N failed` from vitest's JSON report: `count-tests.ts <file>`. */
import { existsSync, readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const [file = ''] = process.argv.slice(2);
const { passed, failed } = existsSync(file) ? count(JSON.parse(readFileSync(file, 'utf8'))) : { passed: 0, failed: 1 };
console.log(`${passed} passed, ${failed} failed`);

/** A file that failed without a failed test could not be loaded: it counts as one. */
function count({ numPassedTests, testResults }: Report): { readonly passed: number; readonly failed: number } {
  const failures = testResults.map(({ status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').length;
    return status === 'failed' ? Math.max(1, tests) : tests;
  });
  return { passed: numPassedTests, failed: failures.reduce((sum, tests) => sum + tests, 0) };
}
