import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { FunctionName } from './function-names.ts';

/** The alias behind which every function stands. */
export const LIVE = 'live';

export function nameOfMachine(file: string): string {
  return `belay-${file}`;
}

/** `name` is a function's name, or `step-` and a step's. */
export function nameOfFunction(name: string): string {
  return `belay-${name}`;
}

/** An ARN in the stack's own account and Region. */
export function arnIn(stack: Stack, service: string, resource: string): string {
  return stack.formatArn({ service, resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}

/** A role's ARN has no Region. `resource` may be a pattern. */
export function roleArnIn(stack: Stack, resource: string): string {
  return stack.formatArn({ service: 'iam', region: '', resource, arnFormat: ArnFormat.NO_RESOURCE_NAME });
}

// Machines call functions that start machines, and schedules call functions that make schedules. CloudFormation knows no
// order for such circles, so one side of each is addressed by its name.

export function machineArn(stack: Stack, file: string): string {
  return arnIn(stack, 'states', `stateMachine:${nameOfMachine(file)}`);
}

/** Executions of a machine, as a pattern. */
export function executionsOf(stack: Stack, file: string): string {
  return arnIn(stack, 'states', `execution:${nameOfMachine(file)}:*`);
}

export function liveArn(stack: Stack, name: FunctionName): string {
  return arnIn(stack, 'lambda', `function:${nameOfFunction(name)}:${LIVE}`);
}
