import { parseArgs } from 'node:util';
import { VERSION } from '../functions/version.ts';
import { clientFor } from './client.ts';
import type { Command } from './command.ts';
import { deploy } from './commands/deploy.ts';
import { history } from './commands/history.ts';
import { lift } from './commands/lift.ts';
import { rollback } from './commands/rollback.ts';
import { services } from './commands/services.ts';
import { status } from './commands/status.ts';
import { versions } from './commands/versions.ts';
import { watch } from './commands/watch.ts';
import { why } from './commands/why.ts';
import { EXIT, Failure } from './exit-code.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  status,
  versions,
  deploy,
  watch,
  rollback,
  history,
  why,
  lift,
  services,
};
const LOCAL = 'http://127.0.0.1:4000';

const text = { type: 'string' } as const;
const yes = { type: 'boolean', default: false } as const;
const OPTIONS = {
  api: text,
  json: yes,
  watch: yes,
  first: yes,
  help: yes,
  version: yes,
  strategy: text,
  reason: text,
  limit: text,
  cursor: text,
  digest: text,
  timeout: text,
  file: text,
} as const;

/** Runs one verb and gives the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [verb, ...rest] = positionals;
  if (values.version) return say(VERSION);
  if (values.help || verb === undefined || verb === 'help') return say(help());
  const command = Object.hasOwn(COMMANDS, verb) ? COMMANDS[verb] : undefined;
  if (command === undefined) throw new Failure(EXIT.usage, `there is no verb "${verb}". \`belay help\` lists them.`);

  const {
    api = process.env.BELAY_API ?? LOCAL,
    json,
    watch: follow,
    first,
    strategy,
    reason,
    limit,
    cursor,
    digest,
    timeout,
    file,
  } = values;
  if (!URL.canParse(api)) throw new Failure(EXIT.usage, `"${api}" is no address. Give --api or BELAY_API as https://…`);
  const answer = await command.run({
    client: clientFor(api),
    arguments: rest,
    flags: { json, watch: follow, first, strategy, reason, limit, cursor, digest, timeout, file },
    tell: (line) => (json ? console.error(line) : console.log(line)),
  });
  say(json ? JSON.stringify(answer.data, null, 2) : answer.text);
  return answer.exitCode ?? EXIT.succeeded;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Failure(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
}

function help(): string {
  const verbs = Object.values(COMMANDS).map(({ usage, summary }) => `  belay ${usage}\n      ${summary}`);
  return `${verbs.join('\n')}\n\nEvery verb takes --json and --api <address> (or BELAY_API; ${LOCAL} where neither is set).`;
}

function say(line: string): number {
  console.log(line);
  return EXIT.succeeded;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: error.message, exitCode: error.exitCode }));
  console.error(`belay: ${error.message}`);
  process.exitCode = error.exitCode;
}
