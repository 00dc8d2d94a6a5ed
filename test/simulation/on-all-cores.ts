import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { merge, type Tally } from './tally.ts';

/** What one worker is to do: every `step`th seed from `first` on. */
export interface Share {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

/** Runs `count` seeds from `first` on, on all cores. */
export async function runOnAllCores(first: number, count: number): Promise<Tally> {
  const step = Math.max(1, Math.min(availableParallelism(), count));
  const shares = Array.from(
    { length: step },
    (_, index): Share => ({ first: first + index, end: first + count, step }),
  );
  return merge(await Promise.all(shares.map(runInWorker)));
}

function runInWorker(share: Share): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
