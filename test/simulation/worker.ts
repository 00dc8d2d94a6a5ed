import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from './on-all-cores.ts';
import { runSeeds } from './run-seeds.ts';

/** Runs its share of the seeds, and says what came of it. */
const { first, end, step } = workerData as Share;
parentPort?.postMessage(await runSeeds(first, end, step));
