import type { CheckRound } from '../domain/check-run.ts';
import { numberField, type StepInput, textField } from './step-input.ts';

/** Which checks belong to the gate that a state names. `undefined`: none do, or the machine is of a version that asked none there. */
export function checkRoundOf(input: StepInput): CheckRound | undefined {
  const gate = textField(input, 'gate');
  if (gate === 'before-traffic') return { gate, bakes: 0 };
  // Where tasks are replaced in place, the end is the one gate.
  if (gate === 'after-bake' || gate === 'end') return { gate: 'after-bake', bakes: numberField(input, 'bakes') };
  // A linear deployment stands at this gate several times, and counts the bakes of each anew: the number of the wait tells them apart.
  if (gate === 'share' && 'number' in input.fields) return { gate, bakes: numberField(input, 'number') };
  return undefined;
}
