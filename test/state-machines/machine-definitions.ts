import { readFileSync } from 'node:fs';
import { arn } from '../../local/kernel/account.ts';

export const MACHINES = [
  'deploy',
  'blue-green',
  'canary',
  'linear',
  'rolling',
  'immediate',
  'graceful',
  'roll-back',
] as const;
export type MachineName = (typeof MACHINES)[number];

export const machineArn = (name: MachineName): string => arn('states', `stateMachine:${name}`);
export const executionArn = (name: MachineName, execution: string): string =>
  arn('states', `execution:${name}:${execution}`);

/** The definition of a machine, as its file says. */
export function definitionOf(name: MachineName): string {
  return readFileSync(new URL(`../../state-machines/${name}.asl.json`, import.meta.url), 'utf8');
}

/** Placeholders are replaced by ARNs, as the stack does it; a function's says for which state it runs, so that a test can tell them apart. */
export function substituted(name: MachineName): string {
  const machines = new Map(MACHINES.map((machine) => [placeholderOf(machine), machineArn(machine)]));
  const definition = asDefinition(
    definitionOf(name).replaceAll(/\$\{(\w+)\}/g, (text, placeholder: string) => machines.get(placeholder) ?? text),
  );
  for (const [state, { Arguments }] of Object.entries(definition.States)) {
    if (Arguments?.FunctionName === undefined) continue;
    const step = Arguments.FunctionName.slice(2, -1);
    Arguments.FunctionName = arn('lambda', `function:${step}/${name}/${encodeURIComponent(state)}`);
  }
  return JSON.stringify(definition);
}

/** What tests look at in a definition. */
export interface Definition {
  readonly TimeoutSeconds?: number;
  readonly QueryLanguage?: string;
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Arguments?: { FunctionName?: string; readonly StateMachineArn?: string };
  readonly TimeoutSeconds?: unknown;
  readonly Retry?: readonly unknown[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
  readonly Next?: string;
  readonly Default?: string;
  readonly Error?: string;
  readonly Output?: { readonly verdict?: string };
}

/** The file is ours. */
export function asDefinition(text: string): Definition {
  return JSON.parse(text) as Definition;
}

/** `blue-green` → `BlueGreenMachine`. */
export function placeholderOf(name: MachineName): string {
  const words = name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Machine`;
}
