import { createInterface } from 'node:readline/promises';
import { run } from './run.ts';

const atTerminal = process.stdin.isTTY && process.stdout.isTTY;

/** Only a clear yes is a yes. */
async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => console.log(text),
  err: (line) => console.error(line),
  ...(atTerminal && { ask }),
});
