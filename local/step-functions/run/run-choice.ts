import type { ChoiceState, Exit } from '../asl/machine.ts';
import { evaluate, wrongType } from './evaluate.ts';
import { StateFailure } from './failures.ts';
import type { Track } from './track.ts';

/** The first rule whose condition is true, else the default with the Output and Assign of the state itself. */
export async function choose(track: Track, state: ChoiceState): Promise<Exit & { readonly next: string }> {
  for (const choice of state.choices) {
    const holds = await evaluate(track, choice.condition);
    if (typeof holds !== 'boolean') throw wrongType(track, choice.condition, choice.field, 'boolean', holds);
    if (holds) return choice;
  }
  if (state.default !== undefined) return { next: state.default, output: state.output, assign: state.assign };
  throw new StateFailure(
    'States.NoChoiceMatched',
    `Failed to transition out of the state '${state.name}' (entered at the event id #${track.position.entered?.event ?? 0}). No choice rule matched, and there is no default.`,
  );
}
