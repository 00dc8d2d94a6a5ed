import type { Recurrence } from './recurrence.ts';
import { Refused } from './refused.ts';

/** What keeps every service of an environment from being deployed to, or of all environments (`*`). */
export type EnvironmentRule = StopTheLine | Freeze | Window;

/** Nothing starts until somebody starts the line again. */
export interface StopTheLine extends Told {
  readonly kind: 'stop-the-line';
}

/** Nothing starts while it lasts. */
export interface Freeze extends Told, Recurrence {
  readonly kind: 'freeze';
  /** Its name in the environment. */
  readonly name: string;
}

/** Where an environment has windows, things start only within one of them. */
export interface Window extends Told, Recurrence {
  readonly kind: 'window';
  /** Its name in the environment. */
  readonly name: string;
}

/** Who said so, when (RFC 3339), and why. */
interface Told {
  /** `*`: all of them. */
  readonly environment: string;
  readonly by: string;
  readonly since: string;
  readonly reason: string;
}

/** What stands in an address: `staging.christmas`. Names have no dots, so that it can be read back. */
export function idOfRule({ environment, name }: { readonly environment: string; readonly name: string }): string {
  return `${environment}.${name}`;
}

const ID = /^(\*|[a-zA-Z0-9][a-zA-Z0-9_-]{0,99})\.([a-zA-Z0-9][a-zA-Z0-9_-]{0,29})$/;

/** An id in its two parts. */
export function parseRuleId(text: string): { readonly environment: string; readonly name: string } {
  const [, environment, name] = ID.exec(text) ?? [];
  if (environment !== undefined && name !== undefined) return { environment, name };
  throw new Refused('BadRequest', `"${text}" is no id. Write environment.name, such as staging.christmas.`);
}

/** Does a rule of this environment concern that one? */
export function coversEnvironment(rule: { readonly environment: string }, environment: string): boolean {
  return rule.environment === '*' || rule.environment === environment;
}
