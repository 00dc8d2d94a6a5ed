import type { Workflow } from '../asl/machine.ts';
import type { Json } from '../json.ts';
import { startOf } from './position.ts';
import { runState } from './run-state.ts';
import type { Track } from './track.ts';

/** After so many states in a row the event loop gets a turn, so that a loop without waits stops nothing else. */
const STATES_A_TURN = 500;

/** Runs states from the track's position to an end, and gives the output. Throws what no Catch took. */
export async function runWorkflow(track: Track, workflow: Workflow): Promise<Json> {
  for (let states = 1; ; states++) {
    if (states % STATES_A_TURN === 0) await new Promise((resolve) => setImmediate(resolve));
    const state = workflow.states.get(track.position.state);
    if (state === undefined) throw new Error(`there is no state ${track.position.state}`);
    const { output, variables, next } = await runState(track, state);
    if (next === undefined) return output;
    track.position = startOf(next, output, variables, track.position.lastEvent);
  }
}
