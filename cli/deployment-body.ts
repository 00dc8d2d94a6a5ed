import type { FlagName, Flags } from './command.ts';
import { EXIT, Failure } from './exit-code.ts';
import { readJson } from './read-json.ts';

/** The flags that say how to deploy. */
export const HOW_TO_DEPLOY = [
  'strategy',
  'percent',
  'step-bake',
  'bake',
  'checks',
  'no-checks',
  'alarms',
  'crash-threshold',
  'minimum-healthy',
  'maximum',
  'one-at-a-time',
  'wait',
  'on-timeout',
  'first',
  'force',
  'reason',
] as const satisfies readonly FlagName[];

/** The flags of whoever starts a deployment, beside how it goes. */
export const STARTING = ['queue', 'at', 'dry-run', 'watch', 'timeout'] as const satisfies readonly FlagName[];

/** What the flags of `deploy` and `plan` say about how to deploy, as the API takes it. */
export function deploymentBody(flags: Flags): Readonly<Record<string, unknown>> {
  const body = {
    strategy: flags.strategy,
    percent: numberOf('percent', flags.percent),
    stepBake: flags['step-bake'],
    bake: flags.bake,
    checks: checksOf(flags),
    alarms: flags.alarms?.split(',').filter((name) => name !== ''),
    crashThreshold: numberOf('crash-threshold', flags['crash-threshold']),
    minimumHealthyPercent: numberOf('minimum-healthy', flags['minimum-healthy']),
    maximumPercent: numberOf('maximum', flags.maximum),
    oneAtATime: flags['one-at-a-time'] || undefined,
    wait: flags.wait,
    onTimeout: flags['on-timeout'],
    first: flags.first || undefined,
    force: flags.force || undefined,
    direction: flags.downgrade ? 'downgrade' : undefined,
    reason: flags.reason,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function checksOf({ checks, 'no-checks': none }: Flags): unknown {
  if (checks === undefined) return none ? false : undefined;
  if (none) throw new Failure(EXIT.usage, '--checks names checks, and --no-checks wants none. Leave out one of them.');
  return readJson(checks);
}

/** Whether it may wait, and for what time. */
export function waitingBody({ queue, at }: Flags): Readonly<Record<string, string>> {
  return { ...(queue && { whenBusy: 'queue' }), ...(at !== undefined && { at }) };
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text.replace(/%$/, ''));
  if (text !== '' && Number.isFinite(value)) return value;
  throw new Failure(EXIT.usage, `--${name} is "${text}" and must be a number, such as --${name} 10`);
}
