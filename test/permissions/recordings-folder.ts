import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the worlds of this run write down which calls their roles made. One that is named from outside is kept, and may hold several runs. */
export const recordingsFolder = process.env.BELAY_RECORDINGS ?? join(tmpdir(), `belay-recordings-${process.pid}`);
