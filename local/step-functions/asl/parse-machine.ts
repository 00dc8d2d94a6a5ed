import { isObject, type Json, parseJson } from '../json.ts';
import { checkWorkflow } from './check-workflow.ts';
import { Fields } from './fields.ts';
import { invalidDefinition } from './invalid-definition.ts';
import type { Machine, State, Workflow } from './machine.ts';
import { parseState } from './parse-state.ts';

/** What the states of a machine may reach outside of it. */
export interface Reach {
  /** Why no state can have this resource with these arguments here; `undefined` when it can, or when only the run can tell. */
  refuses(resource: string, argumentNames: readonly string[] | undefined): string | undefined;
  /** Whether Map states can read their items from somewhere, such as S3. */
  readonly itemReaders: boolean;
}

const LONGEST_DEFINITION = 1024 * 1024;

/** Reads and checks a definition. Throws the AwsError InvalidDefinition, which names the place. */
export function parseMachine(text: string, reach: Reach): Machine {
  if (Buffer.byteLength(text) > LONGEST_DEFINITION) throw invalidDefinition('The definition is longer than 1 MB', '/');
  const fields = new Fields(objectIn(text), '');
  const language = fields.choice('QueryLanguage', ['JSONPath', 'JSONata'], 'JSONPath');
  fields.value('Version');
  const timeoutSeconds = fields.has('TimeoutSeconds') ? fields.number('TimeoutSeconds', 0, 1) : undefined;
  const workflow = parseWorkflow(fields, { language, reach });
  fields.done();
  checkWorkflow(workflow);
  return { ...workflow, timeoutSeconds };
}

function objectIn(text: string): { readonly [name: string]: Json } {
  try {
    const value = parseJson(text);
    if (isObject(value)) return value;
  } catch (error) {
    throw invalidDefinition(`The definition is not JSON: ${String(error)}`, '/', 'INVALID_JSON_DESCRIPTION');
  }
  throw invalidDefinition('The definition must be an object', '/', 'INVALID_JSON_DESCRIPTION');
}

/** What holds for every state of a machine. */
export interface Surroundings {
  readonly language: 'JSONPath' | 'JSONata';
  readonly reach: Reach;
}

/** Leaves the fields of the enclosing object that are not a workflow's to the caller. */
export function parseWorkflow(fields: Fields, surroundings: Surroundings): Workflow {
  const list = fields.object('States');
  const startAt = fields.text('StartAt');
  const states = new Map<string, State>();
  for (const name of list.names()) {
    if (name.length > 80) throw invalidDefinition('The name of a state has at most 80 characters', list.path);
    states.set(name, parseState(name, list.object(name), surroundings));
  }
  return { startAt, states };
}
