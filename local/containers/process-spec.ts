import { mkdirSync } from 'node:fs';
import type { ContainerStart } from '../ecs/ports.ts';
import { NotStarted } from './not-started.ts';
import { placeInRoot } from './path-in-root.ts';
import { findProgram, pathFor } from './program.ts';

const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** A container's process in terms of this machine. */
export interface ProcessSpec {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Translates what a container says into paths of this machine. Throws `NotStarted`. */
export function processSpec(container: ContainerStart): ProcessSpec {
  const { root } = container.image;
  const [name, ...rest] = commandOf(container);
  if (name === undefined) throw new NotStarted('no command specified');
  const directory = container.workingDirectory ?? container.image.workingDirectory;
  const environment: Record<string, string> = {
    HOME: root,
    ...fromList(container.image.environment),
    ...container.environment,
  };
  const path = environment.PATH ?? DEFAULT_PATH;
  const program = findProgram(name, { root, directory: directory || '/', path });
  return {
    file: program.file,
    arguments: [...program.before, ...rest.map((argument) => mapped(root, argument))],
    directory: folderFor(root, directory || '/'),
    environment: { ...environment, PATH: pathFor({ root, path }) },
  };
}

/** As with Docker, an entrypoint given anew takes the image's command away with the image's entrypoint. */
function commandOf({ image, entrypoint, command }: ContainerStart): readonly string[] {
  const kept = entrypoint === undefined ? image.command : [];
  return [...(entrypoint ?? image.entrypoint), ...(command ?? kept)];
}

function fromList(environment: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    environment.map((variable) => {
      const [name = '', ...value] = variable.split('=');
      return [name, value.join('=')];
    }),
  );
}

/** An argument such as `/app/server.js` means the image's file. */
function mapped(root: string, argument: string): string {
  if (!argument.startsWith('/') || argument === '/') return argument;
  try {
    const { path, stats } = placeInRoot(root, argument, { followLast: true });
    return stats === undefined ? argument : path;
  } catch {
    return argument;
  }
}

function folderFor(root: string, directory: string): string {
  const { path, stats } = placeInRoot(root, directory, { followLast: true });
  if (stats === undefined) mkdirSync(path, { recursive: true });
  else if (!stats.isDirectory()) throw new NotStarted(`chdir to cwd ("${directory}") failed: not a directory`);
  return path;
}
