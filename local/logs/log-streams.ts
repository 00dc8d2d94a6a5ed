import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';

const Event = z.object({ id: z.string(), timestamp: z.number(), message: z.string() });

/** One line, with the local AWS's time in milliseconds. */
export type LogEvent = z.infer<typeof Event>;

/** Bytes of one file. A stream keeps this one and the one before it. */
const LARGEST_FILE = 2_000_000;

/** Log groups as folders and log streams as files in them, a line of JSON each. What was written is on disk. */
export class LogStreams {
  readonly #clock: Clock;
  readonly #folder: string;
  #written = 0;

  constructor(clock: Clock, folder: string) {
    this.#clock = clock;
    this.#folder = folder;
  }

  addGroup(group: string): void {
    mkdirSync(this.#pathOf(group), { recursive: true });
  }

  hasGroup(group: string): boolean {
    return existsSync(this.#pathOf(group));
  }

  append(group: string, stream: string, message: string): void {
    this.addGroup(group);
    const timestamp = this.#clock.now();
    this.#written += 1;
    const id = `${String(timestamp).padStart(16, '0')}${String(this.#written).padStart(12, '0')}`;
    const path = this.#pathOf(group, stream);
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LARGEST_FILE) renameSync(path, `${path}.old`);
    appendFileSync(path, `${JSON.stringify({ id, timestamp, message } satisfies LogEvent)}\n`);
  }

  /** Names of the streams of a group. */
  streams(group: string): readonly string[] {
    const files = this.hasGroup(group) ? readdirSync(this.#pathOf(group)) : [];
    return files.filter((file) => !file.endsWith('.old')).map(decodeURIComponent);
  }

  /** Oldest first. `undefined`: there is no such stream. */
  events(group: string, stream: string): readonly LogEvent[] | undefined {
    const path = this.#pathOf(group, stream);
    if (!existsSync(path)) return undefined;
    const text = [`${path}.old`, path].map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')).join('');
    return text.split('\n').flatMap((line) => (line === '' ? [] : readLine(line)));
  }

  #pathOf(group: string, stream?: string): string {
    const folder = join(this.#folder, nameOf(group));
    return stream === undefined ? folder : join(folder, nameOf(stream));
  }
}

/** A crash may have left half a line behind. */
function readLine(line: string): readonly LogEvent[] {
  try {
    return [Event.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}

/** No name leads out of the folder: a slash is `%2F`, and dots alone are no name of a file. */
function nameOf(name: string): string {
  return encodeURIComponent(name).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}
