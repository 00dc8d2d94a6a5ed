import { createInterface } from 'node:readline/promises';
import { EXIT } from './exit-code.ts';
import { run } from './run.ts';

const atTerminal = process.stdin.isTTY && process.stdout.isTTY;

/** Only a clear yes is a yes. */
async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Whoever reads has read enough, as `| head` does. What had no verdict by then goes on. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(process.exitCode ?? EXIT.gaveUpWaiting);
});

process.exitCode = await run(process.argv.slice(2), {
  out: (text) => console.log(text),
  err: (line) => console.error(line),
  ...(atTerminal && { ask }),
});
