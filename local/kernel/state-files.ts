import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Named JSON documents that survive `kill -9`: a document is replaced whole or not at all. */
export interface StateFiles {
  /** The document, or `undefined` when it was never saved. A damaged one is an error that names the file. */
  load<Document>(name: string): Document | undefined;
  save(name: string, document: unknown): void;
  remove(name: string): void;
}

/** Documents in a folder, one file each. */
export function stateFilesIn(folder: string): StateFiles {
  const pathOf = (name: string): string => join(folder, `${name}.json`);
  return {
    load<Document>(name: string): Document | undefined {
      let text: string;
      try {
        text = readFileSync(pathOf(name), 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
      try {
        return JSON.parse(text) as Document;
      } catch (error) {
        throw new Error(`${pathOf(name)} is damaged (${(error as Error).message}). Start with --reset to begin anew.`);
      }
    },
    save(name: string, document: unknown): void {
      const path = pathOf(name);
      mkdirSync(dirname(path), { recursive: true });
      try {
        writeFileSync(`${path}.new`, JSON.stringify(document));
        renameSync(`${path}.new`, path);
      } catch (error) {
        rmSync(`${path}.new`, { force: true });
        throw new Error(`cannot write ${path}: ${(error as Error).message}`);
      }
    },
    remove(name: string): void {
      rmSync(pathOf(name), { force: true });
    },
  };
}

/** Documents in memory, for tests. They are copied in and out, as files are. */
export function stateFilesInMemory(): StateFiles {
  const documents = new Map<string, string>();
  return {
    load<Document>(name: string): Document | undefined {
      const text = documents.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as Document);
    },
    save(name: string, document: unknown): void {
      documents.set(name, JSON.stringify(document));
    },
    remove(name: string): void {
      documents.delete(name);
    },
  };
}
