import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { whyNotProven } from './recordings.ts';
import { recordingsFolder } from './recordings-folder.ts';

/** After a run says where it was only a part, and takes its recordings away, unless somebody named a folder for them. */
export default function finishRecordings(): () => void {
  return () => {
    const notProven = whyNotProven(recordingsFolder);
    if (notProven !== undefined) console.log(notProven);
    if (dirname(recordingsFolder) === tmpdir() && recordingsFolder.endsWith(`-${process.pid}`))
      rmSync(recordingsFolder, { recursive: true, force: true });
  };
}
