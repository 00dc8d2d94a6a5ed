import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Catch, Reach } from './hunt.ts';
import type { Mutant } from './mutant.ts';

/** What one thread hunts, and how far. */
export interface Hunted {
  readonly mutant: Omit<Mutant, 'breaks'>;
  readonly reach: Reach;
}

/** A mutant, and what came of it. `crashed`: the simulation itself broke, which proves nothing about its invariants. */
export type Hunt = Catch & { readonly id: string; readonly crashed?: string };

/** Hunts them all, as many at once as there are cores, and tells each as it is done. */
export async function huntAll(
  hunted: readonly Hunted[],
  tell: (hunt: Hunt) => void = () => {},
): Promise<readonly Hunt[]> {
  const hunts: Hunt[] = [];
  const open = [...hunted];
  const work = async (): Promise<void> => {
    for (let next = open.shift(); next !== undefined; next = open.shift()) {
      const done = await huntInThread(next);
      hunts.push(done);
      tell(done);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return hunts;
}

function huntInThread(hunted: Hunted): Promise<Hunt> {
  const { id } = hunted.mutant;
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./hunt-worker.ts', import.meta.url), { workerData: hunted });
    worker.once('message', (caught: Catch) => resolve({ id, ...caught }));
    worker.once('error', (error) => resolve({ id, after: 0, crashed: String(error) }));
  });
}
