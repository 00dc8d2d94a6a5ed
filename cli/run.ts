import { parseArgs } from 'node:util';
import { VERSION } from '../core/version.ts';
import { askFirst } from './ask-first.ts';
import { clientFor } from './client.ts';
import type { Command, FlagName } from './command.ts';
import { adopt } from './commands/adopt.ts';
import { deploy } from './commands/deploy.ts';
import { emergency } from './commands/emergency.ts';
import { history } from './commands/history.ts';
import { hold } from './commands/hold.ts';
import { lift } from './commands/lift.ts';
import { lock } from './commands/lock.ts';
import { logs } from './commands/logs.ts';
import { maintenance } from './commands/maintenance.ts';
import { plan } from './commands/plan.ts';
import { freeze, window } from './commands/recurring.ts';
import { rollback } from './commands/rollback.ts';
import { rollbackPoint } from './commands/rollback-point.ts';
import { rollbackPoints } from './commands/rollback-points.ts';
import { approve, cancel, goOn, pause, reject, resume } from './commands/say.ts';
import { services } from './commands/services.ts';
import { show } from './commands/show.ts';
import { status } from './commands/status.ts';
import { startTheLine, stopTheLine } from './commands/stop-the-line.ts';
import { unadopt } from './commands/unadopt.ts';
import { unlock } from './commands/unlock.ts';
import { unqueue } from './commands/unqueue.ts';
import { downgrade, upgrade } from './commands/upgrade.ts';
import { verify } from './commands/verify.ts';
import { versions } from './commands/versions.ts';
import { watch } from './commands/watch.ts';
import { why } from './commands/why.ts';
import { DryRun, readingOnly } from './dry-run.ts';
import { EXIT, type ExitCode, Failure } from './exit-code.ts';
import { ownFlags, refuseUnknownFlags } from './known-flags.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  status,
  versions,
  plan,
  verify,
  deploy,
  upgrade,
  downgrade,
  watch,
  show,
  approve,
  reject,
  pause,
  resume,
  continue: goOn,
  cancel,
  rollback,
  emergency,
  'rollback-points': rollbackPoints,
  'rollback-point': rollbackPoint,
  history,
  why,
  hold,
  lift,
  lock,
  unlock,
  maintenance,
  freeze,
  window,
  'stop-the-line': stopTheLine,
  'start-the-line': startTheLine,
  unqueue,
  services,
  adopt,
  unadopt,
  logs,
};
const LOCAL = 'http://127.0.0.1:4000';
/** Seconds that --watch waits where --timeout does not say otherwise. */
const HOUR = 3600;

const text = { type: 'string' } as const;
const yes = { type: 'boolean', default: false } as const;
const OPTIONS = {
  api: text,
  json: yes,
  watch: yes,
  first: yes,
  force: yes,
  yes: yes,
  downgrade: yes,
  'dry-run': yes,
  checks: text,
  'no-checks': yes,
  'one-at-a-time': yes,
  plan: text,
  percent: text,
  bake: text,
  'step-bake': text,
  alarms: text,
  'crash-threshold': text,
  'minimum-healthy': text,
  maximum: text,
  wait: text,
  'on-timeout': text,
  help: yes,
  version: yes,
  strategy: text,
  reason: text,
  limit: text,
  cursor: text,
  digest: text,
  timeout: text,
  file: text,
  to: text,
  latest: yes,
  stable: yes,
  now: yes,
  rehearse: yes,
  all: yes,
  environment: text,
  repository: text,
  since: text,
  name: text,
  description: text,
  command: { type: 'string', multiple: true },
  queue: yes,
  at: text,
  until: text,
  start: text,
  zone: text,
  duration: text,
  rule: text,
  deployment: text,
  errors: yes,
  follow: yes,
  log: yes,
} as const;

/** Where a command writes. Answers and messages are apart, so that stdout stays one JSON document under --json. */
export interface Outlets {
  out(text: string): void;
  err(line: string): void;
  /** Asks a person, where there is one. */
  ask?(question: string): Promise<boolean>;
}

/** Runs one command line and gives the exit code. Throws only what is a defect. */
export async function run(argv: readonly string[], outlets: Outlets): Promise<ExitCode> {
  try {
    return await obey(argv, outlets);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message, exitCode } = error;
    if (argv.includes('--json')) outlets.out(JSON.stringify({ error: message, exitCode }));
    outlets.err(`belay: ${message}`);
    return exitCode;
  }
}

async function obey(argv: readonly string[], { out, err, ask }: Outlets): Promise<ExitCode> {
  const { values, positionals, tokens } = parse(argv);
  const { api = process.env.BELAY_API ?? LOCAL, json, timeout, help: asked, version, ...flags } = values;
  const say = (data: unknown, text: string): ExitCode => {
    out(json ? JSON.stringify(data, null, 2) : text);
    return EXIT.succeeded;
  };
  const [verb, ...rest] = positionals;
  if (version) return say({ version: VERSION }, VERSION);
  const about = verb === 'help' ? rest[0] : verb;
  if (about === undefined) return say({ help: help() }, help());
  const command = Object.hasOwn(COMMANDS, about) ? COMMANDS[about] : undefined;
  if (command !== undefined && (asked || verb === 'help')) return say({ help: helpOf(command) }, helpOf(command));
  if (command === undefined) throw new Failure(EXIT.usage, `there is no verb "${about}". \`belay help\` lists them.`);
  const surplus = rest[command.takes];
  if (surplus !== undefined)
    throw new Failure(EXIT.usage, `"${surplus}" is one word too many. Usage: belay ${command.usage}`);
  const writes = typeof command.writes === 'function' ? command.writes(rest) : command.writes;
  const given = tokens.flatMap((token) => (token.kind === 'option' && isFlag(token.name) ? [token.name] : []));
  const commandLine = { verb: about, words: rest, given, writes: writes === true };
  refuseUnknownFlags(command, commandLine);
  if (!URL.canParse(api)) throw new Failure(EXIT.usage, `"${api}" is no address. Give --api or BELAY_API as https://…`);

  const client = clientFor(api);
  const dry = values['dry-run'];
  const asks = writes && ask !== undefined && !(dry || values.yes || json);
  const asking = asks ? askFirst(client, () => ask(`${typed(argv)}?`)) : client;
  try {
    const answer = await command.run({
      client: dry && !ownFlags(command, commandLine).includes('dry-run') ? readingOnly(client) : asking,
      arguments: rest,
      flags: { ...flags, json, timeout: secondsOf(timeout) },
      tell: json ? err : out,
      ask: json ? undefined : ask,
    });
    say(answer.data, answer.text);
    return answer.exitCode ?? EXIT.succeeded;
  } catch (error) {
    if (error instanceof DryRun) return say({ dryRun: true, ...error.unsent }, error.message);
    throw error;
  }
}

/** Read before anything is started: a deployment must not run because of a typing error. */
function secondsOf(timeout: string | undefined): number {
  if (timeout === undefined) return HOUR;
  if (/^\d{1,7}$/.test(timeout)) return Number(timeout);
  throw new Failure(EXIT.usage, `--timeout is "${timeout}" and must be a number of seconds, such as 600`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new Failure(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
}

/** What a person is asked about: all that they typed but where Belay is. */
function typed(argv: readonly string[]): string {
  return argv.filter((word, at) => !/^--api(=|$)/.test(word) && argv[at - 1] !== '--api').join(' ');
}

/** Of one verb or another; the parser has refused all that is of none. */
function isFlag(name: string): name is FlagName {
  return !['api', 'help', 'version'].includes(name);
}

function helpOf({ usage, summary }: Command): string {
  return `  belay ${usage}\n      ${summary}`;
}

function help(): string {
  return `${Object.values(COMMANDS).map(helpOf).join('\n')}\n\n\`belay help <verb>\` is about one. Every verb takes --json and --api <address> (or BELAY_API; ${LOCAL} where neither is set), every verb that writes --yes and --dry-run.`;
}
