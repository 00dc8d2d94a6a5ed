import { parentPort, workerData } from 'node:worker_threads';
import type { Share } from './on-all-cores.ts';
import { runExhaustive } from './run-exhaustive.ts';
import { runSeeds } from './run-seeds.ts';

// A stack is written for every error, and nobody reads it here.
Error.stackTraceLimit = 0;

/** Runs its share, and says what came of it. */
const { job, first, step } = workerData as Share;
parentPort?.postMessage(
  job.kind === 'seeds'
    ? await runSeeds(job.seed + first, job.seed + job.count, step)
    : await runExhaustive(job.faults, first, step),
);
