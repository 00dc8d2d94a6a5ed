import type { TaskResource } from '../asl/task-resource.ts';
import { isObject, type Json } from '../json.ts';
import { StateFailure } from '../run/failures.ts';
import { refuses } from './supported-resources.ts';

/** The arguments of an integration, checked again because an expression may have made them. */
export function argumentsOf(resource: TaskResource, argument: Json): { readonly [name: string]: Json } {
  const object = isObject(argument) ? argument : {};
  const refusal = refuses(resource.arn, Object.keys(object));
  if (refusal !== undefined) throw new StateFailure('States.Runtime', refusal);
  return object;
}

export function text(argument: { readonly [name: string]: Json }, name: string): string {
  const value = argument[name];
  if (typeof value === 'string') return value;
  throw new StateFailure('States.Runtime', `The argument '${name}' must be a string but was: ${JSON.stringify(value)}`);
}

export function optionalText(argument: { readonly [name: string]: Json }, name: string): string | undefined {
  return argument[name] === undefined ? undefined : text(argument, name);
}
