import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { merge, type Tally } from './tally.ts';

/** What all workers do together, each its share: seeds in a row, or every schedule with one or two faults. */
export type Job =
  | { readonly kind: 'seeds'; readonly seed: number; readonly count: number }
  | { readonly kind: 'faults'; readonly faults: 1 | 2 };

/** A worker's share: every `step`th from the `first` on. */
export interface Share {
  readonly job: Job;
  readonly first: number;
  readonly step: number;
}

/** Runs a job on all cores. */
export async function runOnAllCores(job: Job): Promise<Tally> {
  const step = availableParallelism();
  const shares = Array.from({ length: step }, (_, first): Share => ({ job, first, step }));
  return merge(await Promise.all(shares.map(runInWorker)));
}

function runInWorker(share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
