import type { Flags } from './command.ts';
import { EXIT, Failure } from './exit-code.ts';

/** Flags without which a verb cannot be understood, with an example of each. */
const EXAMPLES = {
  reason: '"checkout is down"',
  start: '2026-12-24T18:00',
  zone: 'Europe/Berlin',
  duration: 'P3D',
} as const;

/** Refuses a command line that lacks some of these, in the words of the command line. */
export function requireFlags(flags: Flags, ...names: readonly (keyof typeof EXAMPLES)[]): void {
  const missing = names.filter((name) => flags[name] === undefined);
  if (missing.length === 0) return;
  throw new Failure(EXIT.usage, `give ${missing.map((name) => `--${name} ${EXAMPLES[name]}`).join(' ')}`);
}
