import type { Leaf } from './leaves.ts';
import type { ValueTest } from './value-test.ts';

/** Fields that must all hold, by dotted path; a field holds when one of its tests does. `$or` makes more than one. */
export type Alternative = ReadonlyMap<string, readonly ValueTest[]>;

/**
 * Whether every field holds, with leaves that fit together: two of them may not come from different elements of the
 * same array. `absent` holds when no leaf of the whole event has the path.
 */
export function matchesAlternative(alternative: Alternative, leaves: ReadonlyMap<string, readonly Leaf[]>): boolean {
  const choices: (readonly Leaf[])[] = [];
  for (const [path, tests] of alternative) {
    const present = leaves.get(path) ?? [];
    if (present.length === 0 && tests.includes('absent')) continue;
    const fitting = present.filter((leaf) => tests.some((test) => holds(test, leaf)));
    if (fitting.length === 0) return false;
    choices.push(fitting);
  }
  return fitTogether(choices, new Map());
}

function holds(test: ValueTest, leaf: Leaf): boolean {
  return test !== 'absent' && test(leaf.value);
}

function fitTogether(choices: readonly (readonly Leaf[])[], chosen: ReadonlyMap<number, number>): boolean {
  const [leaves, ...rest] = choices;
  if (leaves === undefined) return true;
  return leaves.some((leaf) => {
    for (const [array, element] of leaf.elements) {
      if ((chosen.get(array) ?? element) !== element) return false;
    }
    return fitTogether(rest, new Map([...chosen, ...leaf.elements]));
  });
}
