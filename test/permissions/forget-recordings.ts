import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { recordingsFolder } from './recordings-folder.ts';

/** After a run its recordings are taken away, unless somebody named a folder for them. */
export default function forgetRecordings(): () => void {
  return () => {
    if (dirname(recordingsFolder) === tmpdir() && recordingsFolder.endsWith(`-${process.pid}`))
      rmSync(recordingsFolder, { recursive: true, force: true });
  };
}
