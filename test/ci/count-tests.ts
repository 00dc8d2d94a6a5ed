/** Prints what failed, and `N passed, N failed`, from vitest's JSON report: `count-tests.ts <file>`. */
import { existsSync, readFileSync } from 'node:fs';

interface Report {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const LONGEST = 300;

const [file = ''] = process.argv.slice(2);
const { passed, failures } = existsSync(file)
  ? read(JSON.parse(readFileSync(file, 'utf8')))
  : { passed: 0, failures: ['the tests were not counted: they did not come to their end'] };
for (const failure of failures) console.log(failure);
console.log(`${passed} passed, ${failures.length} failed`);

/** A file that failed without a failed test could not be loaded: it counts as one. */
function read({ numPassedTests, testResults }: Report): {
  readonly passed: number;
  readonly failures: readonly string[];
} {
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const tests = assertionResults
      .filter((test) => test.status === 'failed')
      .map(({ fullName, failureMessages: [why = ''] }) => line(name, `${fullName}: ${why}`));
    return status === 'failed' && tests.length === 0 ? [line(name, message)] : tests;
  });
  return { passed: numPassedTests, failures };
}

function line(file: string, said: string): string {
  return `FAILED ${file.replace(`${process.cwd()}/`, '')}: ${said.replaceAll(/\s+/g, ' ').slice(0, LONGEST)}`;
}
