import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import synthesizeOnce from '../story/synthesize-once.ts';
import { CHECKS, ENDS } from './checks.ts';
import { isViolated, type Outcome } from './run-schedules.ts';

/** A world is not worth starting for fewer. */
const LEAST_SHARE = 16;

const { schedules, seed, json } = readArguments();
process.on('exit', await synthesizeOnce());
const began = performance.now();
const outcomes: Outcome[] = [];
const seeds = Array.from({ length: schedules }, (_, index) => seed + index);
const worlds = Math.max(1, Math.min(availableParallelism(), Math.floor(schedules / LEAST_SHARE)));
const codes = await Promise.all(Array.from({ length: worlds }, (_, world) => runShare(world)));
tell((performance.now() - began) / 60_000);
process.exit(codes.every((code) => code === 0) && outcomes.length === schedules && violated().length === 0 ? 0 : 1);

function runShare(world: number): Promise<number | null> {
  const program = fileURLToPath(new URL('./run-share.ts', import.meta.url));
  const share = seeds.filter((one) => one % worlds === world).map(String);
  // Worlds look for free ports in places of their own, as test files that run side by side do.
  const env = { ...process.env, VITEST_POOL_ID: String(world) };
  const child = fork(program, share, { env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('message', (outcome: Outcome) => {
    outcomes.push(outcome);
    if (!json) console.log(lineOf(outcome));
    else if (isViolated(outcome.checked)) console.error(lineOf(outcome));
  });
  return new Promise((resolve) => child.on('exit', resolve));
}

function violated(): readonly Outcome[] {
  return outcomes.filter(({ checked }) => isViolated(checked));
}

function lineOf({ seed: one, what, verdict, struck, checked, trace }: Outcome): string {
  const line = `${one}  ${what}${struck.length > 0 ? ` (${struck.join(', ')})` : ''}: ${verdict}`;
  const found = checked.flatMap(({ check, found: wrong }) =>
    wrong === undefined ? [] : [`  VIOLATION of ${check}: ${wrong}`],
  );
  const again = found.length === 0 ? [] : [`  again: npm run simulate:local -- --schedules 1 --seed ${one}`];
  return [line, ...found, ...trace.map((entry) => `    ${entry}`), ...again].join('\n');
}

function tell(minutes: number): void {
  const perMinute = Math.round((outcomes.length / minutes) * 10) / 10;
  const asked = counted(outcomes.flatMap(({ checked }) => checked.map(({ check }) => check)));
  const summary = {
    schedules: outcomes.length,
    violations: violated().length,
    checks: [ENDS, ...CHECKS].map(({ id, sentence }) => ({ id, sentence, checked: asked[id] ?? 0 })),
    faults: counted(outcomes.flatMap(({ struck }) => struck)),
    verdicts: counted(outcomes.map(({ verdict }) => verdict)),
    perMinute,
  };
  if (json) console.log(JSON.stringify(summary));
  else
    console.log(
      `${summary.schedules} schedules, ${summary.violations} with a violation, ${perMinute} a minute\n` +
        `faults: ${said(summary.faults)}\nverdicts: ${said(summary.verdicts)}`,
    );
}

function counted(things: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const thing of things.toSorted()) counts[thing] = (counts[thing] ?? 0) + 1;
  return counts;
}

function said(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([thing, count]) => `${count} ${thing}`)
    .join(', ');
}

function readArguments(): { readonly schedules: number; readonly seed: number; readonly json: boolean } {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      options: {
        schedules: { ...text, default: '100' },
        seed: { ...text, default: '1' },
        json: { type: 'boolean', default: false },
      },
    });
    return { schedules: whole('--schedules', values.schedules), seed: whole('--seed', values.seed), json: values.json };
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error('usage: npm run simulate:local -- [--schedules N] [--seed S] [--json]');
    process.exit(2);
  }
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1_000_000_000) return value;
  throw new Error(`${name} is "${text}" and must be a whole number from 1 on`);
}
