import { parentPort, workerData } from 'node:worker_threads';
import type { Hunted } from './hunt-all.ts';
import { plant } from './plant.ts';

// A stack is written for every error, and nobody reads it here.
Error.stackTraceLimit = 0;

/** Hunts one mutant in a thread of its own: nothing of Belay is loaded before it is planted. */
const { mutant, reach } = workerData as Hunted;
const unused = plant(mutant);
const { hunt } = await import('./hunt.ts');
if (unused().length > 0) throw new Error(`${mutant.id}: the simulation does not use ${unused().join()}`);
parentPort?.postMessage(await hunt(reach));
