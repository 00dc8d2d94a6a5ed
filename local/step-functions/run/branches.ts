import type { HistoryEventType } from '@aws-sdk/client-sfn';
import type { State, Workflow } from '../asl/machine.ts';
import type { Json } from '../json.ts';
import type { Cancellation } from './cancellation.ts';
import { Cancelled, HistoryFull } from './failures.ts';
import { runWorkflow } from './run-workflow.ts';
import type { Track } from './track.ts';

/** One branch of a Parallel, or one item of a Map. */
export interface Branch {
  readonly workflow: Workflow;
  begin(cancellation: Cancellation): Track;
  succeeded?(track: Track): void;
  failed?(track: Track): void;
  aborted?(track: Track): void;
}

/**
 * Runs all branches, at most `concurrency` at a time, and gives their outputs in order. The first failure aborts the others and is
 * thrown. Where the branches stand is not kept over a restart: the Parallel or Map that they belong to runs again as a whole.
 */
export async function runBranches(
  track: Track,
  branches: readonly Branch[],
  concurrency: number,
): Promise<readonly Json[]> {
  const { cancellation, forget } = track.parts.cancellation.child();
  const outputs: Json[] = [];
  const running = new Map<number, Track>();
  let next = 0;
  let failure: { readonly thrown: unknown } | undefined;

  const runOne = async (place: number, branch: Branch): Promise<void> => {
    const own = branch.begin(cancellation);
    running.set(place, own);
    try {
      outputs[place] = await runWorkflow(own, branch.workflow);
      running.delete(place);
      branch.succeeded?.(own);
    } catch (thrown) {
      if (failure !== undefined || thrown instanceof Cancelled) return;
      failure = { thrown };
      running.delete(place);
      track.position.lastEvent = own.position.lastEvent;
      cancellation.cancel('aborted');
      if (!(thrown instanceof HistoryFull)) branch.failed?.(own);
    }
  };
  const worker = async (): Promise<void> => {
    for (let place = next++; failure === undefined; place = next++) {
      const branch = branches[place];
      if (branch === undefined) return;
      await runOne(place, branch);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, branches.length) }, worker));
  forget();

  track.parts.cancellation.throwIfCancelled();
  if (failure === undefined) return outputs;
  if (failure.thrown instanceof HistoryFull) throw failure.thrown;
  for (const [place, own] of [...running].sort(([a], [b]) => a - b)) {
    const branch = branches[place];
    if (branch === undefined) continue;
    addStateAborted(track, own, branch.workflow);
    branch.aborted?.(own);
  }
  throw failure.thrown;
}

const ABORTED: Readonly<Partial<Record<State['type'], HistoryEventType>>> = {
  Task: 'TaskStateAborted',
  Wait: 'WaitStateAborted',
  Parallel: 'ParallelStateAborted',
  Map: 'MapStateAborted',
};

function addStateAborted(track: Track, own: Track, workflow: Workflow): void {
  const state = workflow.states.get(own.position.state);
  const type = state === undefined ? undefined : ABORTED[state.type];
  if (type !== undefined) own.parts.history?.add(type, {}, track.position.lastEvent);
}
