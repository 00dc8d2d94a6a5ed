import type { ParallelState } from '../asl/machine.ts';
import type { Json } from '../json.ts';
import { type Branch, runBranches } from './branches.ts';
import { evaluate } from './evaluate.ts';
import type { Track } from './track.ts';

/** Gives the outputs of the branches, in their order. After a restart all branches run again from their start. */
export async function runParallel(track: Track, state: ParallelState): Promise<Json> {
  const input = state.arguments === undefined ? track.position.input : await evaluate(track, state.arguments);
  track.add('ParallelStateStarted');
  const started = track.position.lastEvent;
  const branches = state.branches.map(
    (workflow): Branch => ({
      workflow,
      begin(cancellation) {
        track.position.lastEvent = started;
        return track.fork({ state: workflow.startAt, input, cancellation });
      },
      succeeded(own) {
        track.position.lastEvent = own.position.lastEvent;
      },
    }),
  );
  const outputs = await runBranches(track, branches, branches.length);
  track.add('ParallelStateSucceeded');
  return outputs;
}
