import { invalidDefinition } from './invalid-definition.ts';
import type { Exit, State, Workflow } from './machine.ts';
import { fieldNames } from './template.ts';

/** Checks what holds between states: targets exist, every state is reachable, names are unique, scopes do not clash. */
export function checkWorkflow(workflow: Workflow): void {
  check(workflow, '', new Set(), new Set());
}

function check(workflow: Workflow, path: string, names: Set<string>, outerVariables: ReadonlySet<string>): void {
  if (!workflow.states.has(workflow.startAt)) {
    throw missing(`Missing 'StartAt' target: ${workflow.startAt}`, `${path}/StartAt`);
  }
  for (const name of unreachable(workflow, path)) {
    throw missing(`State "${name}" is not reachable.`, `${path}/States/${name}`);
  }
  const variables = new Set(outerVariables);
  for (const state of workflow.states.values()) {
    const place = `${path}/States/${state.name}`;
    if (names.has(state.name)) {
      throw invalidDefinition(`A state with the name "${state.name}" already exists`, place, 'DUPLICATE_STATE_NAME');
    }
    names.add(state.name);
    for (const variable of assigned(state)) {
      if (outerVariables.has(variable)) {
        throw invalidDefinition(`The variable '${variable}' already exists in an outer scope`, `${place}/Assign`);
      }
      variables.add(variable);
    }
  }
  for (const { inner, place, sees } of inside(workflow, path)) check(inner, place, names, sees ? variables : new Set());
}

function missing(problem: string, path: string): Error {
  return invalidDefinition(problem, path, 'MISSING_TRANSITION_TARGET');
}

function unreachable(workflow: Workflow, path: string): readonly string[] {
  const reached = new Set([workflow.startAt]);
  for (const name of reached) {
    const state = workflow.states.get(name);
    for (const target of state === undefined ? [] : targets(state)) {
      if (!workflow.states.has(target)) throw missing(`Missing 'Next' target: ${target}`, `${path}/States/${name}`);
      reached.add(target);
    }
  }
  return [...workflow.states.keys()].filter((name) => !reached.has(name));
}

function targets(state: State): readonly string[] {
  if (state.type === 'Fail' || state.type === 'Succeed') return [];
  const next = state.type === 'Choice' ? state.default : state.next;
  const caught = 'catch' in state ? state.catch.map((catcher) => catcher.next) : [];
  const chosen = state.type === 'Choice' ? state.choices.map((choice) => choice.next) : [];
  return [...(next === undefined ? [] : [next]), ...caught, ...chosen];
}

function assigned(state: State): readonly string[] {
  if (state.type === 'Fail') return [];
  const exits: readonly Exit[] = [
    state,
    ...('catch' in state ? state.catch : []),
    ...(state.type === 'Choice' ? state.choices : []),
  ];
  return exits.flatMap((exit) => (exit.assign === undefined ? [] : (fieldNames(exit.assign) ?? [])));
}

function inside(workflow: Workflow, path: string) {
  return [...workflow.states.values()].flatMap((state) => {
    const place = `${path}/States/${state.name}`;
    if (state.type === 'Map') {
      return [{ inner: state.itemProcessor, place: `${place}/ItemProcessor`, sees: !state.distributed }];
    }
    if (state.type !== 'Parallel') return [];
    return state.branches.map((inner, branch) => ({ inner, place: `${place}/Branches[${branch}]`, sees: true }));
  });
}
