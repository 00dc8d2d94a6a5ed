const VARIABLE = 'BELAY_TEST_ASSEMBLY';

/** Where the cloud assembly lies that worlds under test read; whoever starts worlds synthesizes it once and says so here. */
export function setAssemblyFolder(folder: string): void {
  process.env[VARIABLE] = folder;
}

/** Folder of the synthesized cloud assembly. An environment variable, because test files run in processes of their own. */
export function assemblyFolder(): string {
  const folder = process.env[VARIABLE];
  if (folder === undefined)
    throw new Error('nothing is synthesized yet: call synthesizeOnce() before a world is started');
  return folder;
}
