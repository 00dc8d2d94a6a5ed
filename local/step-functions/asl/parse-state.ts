import type { Fields } from './fields.ts';
import { invalidDefinition } from './invalid-definition.ts';
import type { ChoiceRule, Exit, State, WaitState } from './machine.ts';
import { parseCatch, parseRetry } from './parse-error-handling.ts';
import { parseWorkflow, type Surroundings } from './parse-machine.ts';
import { parseMap } from './parse-map.ts';
import { parseTask } from './parse-task.ts';
import type { Template } from './template.ts';

const TYPES = ['Task', 'Wait', 'Pass', 'Succeed', 'Fail', 'Choice', 'Parallel', 'Map'] as const;

export function parseState(name: string, fields: Fields, surroundings: Surroundings): State {
  const type = fields.choice('Type', TYPES);
  const language = fields.choice('QueryLanguage', ['JSONPath', 'JSONata'], surroundings.language);
  if (language === 'JSONPath') {
    throw invalidDefinition('JSONPath is not supported locally: set QueryLanguage to JSONata', fields.path);
  }
  const state = parseTyped(name, type, fields, surroundings);
  fields.done();
  return state;
}

function parseTyped(name: string, type: (typeof TYPES)[number], fields: Fields, surroundings: Surroundings): State {
  switch (type) {
    case 'Pass':
      return { type, name, ...parseTransition(fields) };
    case 'Task':
      return { type, name, ...parseFallible(fields), ...parseTask(fields, surroundings.reach) };
    case 'Choice':
      return { type, name, ...parseExit(fields), ...parseChoice(fields) };
    case 'Wait':
      return { type, name, ...parseTransition(fields), until: parseWait(fields) };
    case 'Succeed':
      return { type, name, output: fields.template('Output'), assign: undefined };
    case 'Fail':
      return { type, name, error: fields.template('Error'), cause: fields.template('Cause') };
    case 'Parallel':
      return { type, name, ...parseFallible(fields), ...parseParallel(fields, surroundings) };
    case 'Map':
      return { type, name, ...parseFallible(fields), ...parseMap(fields, surroundings) };
  }
}

function parseFallible(fields: Fields) {
  return { ...parseTransition(fields), retry: parseRetry(fields), catch: parseCatch(fields) };
}

function parseTransition(fields: Fields): Exit & { readonly next: string | undefined } {
  const next = fields.optionalText('Next');
  const end = fields.flag('End');
  if ((next === undefined) !== end) throw invalidDefinition("Exactly one of 'Next' and 'End' is required", fields.path);
  return { next, ...parseExit(fields) };
}

/** The `Output` and `Assign` of a state, a choice or a catcher. */
export function parseExit(fields: Fields): Exit {
  const assign = fields.has('Assign') ? fields.object('Assign') : undefined;
  for (const variable of assign?.names() ?? []) {
    const path = `${fields.path}/Assign`;
    if (variable === 'states') throw invalidDefinition("The variable name 'states' is reserved", path);
    if (variable.length > 80 || !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(variable)) {
      throw invalidDefinition(`'${variable}' is not the name of a variable`, path);
    }
  }
  return { output: fields.template('Output'), assign: fields.template('Assign') };
}

function parseChoice(fields: Fields): { choices: readonly ChoiceRule[]; default: string | undefined } {
  const choices = fields.objects('Choices').map((rule, place) => {
    const field = `Choices[${place}]/Condition`;
    const condition = required(rule, 'Condition', field);
    const choice = { condition, field, next: rule.text('Next'), ...parseExit(rule) };
    rule.done();
    return choice;
  });
  if (choices.length === 0) throw invalidDefinition('Value cannot be empty', `${fields.path}/Choices`);
  return { choices, default: fields.optionalText('Default') };
}

function parseWait(fields: Fields): WaitState['until'] {
  if (fields.has('Seconds') === fields.has('Timestamp')) {
    throw invalidDefinition("Exactly one of 'Seconds' and 'Timestamp' is required", fields.path);
  }
  if (fields.has('Seconds')) return { seconds: required(fields, 'Seconds') };
  return { timestamp: required(fields, 'Timestamp') };
}

function parseParallel(fields: Fields, surroundings: Surroundings) {
  const branches = fields.objects('Branches').map((branch) => {
    const workflow = parseWorkflow(branch, surroundings);
    branch.done();
    return workflow;
  });
  if (branches.length === 0) throw invalidDefinition('Value cannot be empty', `${fields.path}/Branches`);
  return { branches, arguments: fields.template('Arguments') };
}

function required(fields: Fields, name: string, field = name): Template {
  fields.required(name);
  return fields.template(name, field) ?? { kind: 'literal', value: null };
}
