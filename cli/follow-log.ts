import type { ServiceLine } from '../core/domain/service-lines.ts';
import type { ServiceLog } from '../core/operations/read-logs.ts';

/** What the API answers: the place to go on is a cursor. */
export type LogPage = Omit<ServiceLog, 'place'> & { readonly next: string };

/** From where to read on: after a page, or from a time. */
export interface LogStart {
  readonly since?: string | undefined;
  readonly cursor?: string | undefined;
}

/**
 * Log drivers send in batches, each task's at its own time: a line this much older than the newest may come still. Milliseconds of the
 * lines' own time.
 */
const LATE = 15_000;

/**
 * Tells every line of a log once as it comes, late ones too, until `again`, which waits, says no. Between looks it goes back by `LATE`
 * and leaves out what it told.
 */
export async function followLog(
  read: (start: LogStart) => Promise<LogPage>,
  begin: LogStart,
  hooks: { line(line: ServiceLine): void; note(text: string): void; again(): Promise<boolean> },
): Promise<LogPage> {
  const told = new Map<string, number>();
  const noted = new Set<string>();
  let start = begin;
  let newest = 0;
  for (;;) {
    const page = await read(start);
    for (const note of page.notes.filter((text) => !noted.has(text))) {
      noted.add(note);
      hooks.note(note);
    }
    for (const line of page.items.filter(({ id }) => !told.has(id))) {
      hooks.line(line);
      told.set(line.id, Date.parse(line.at));
      newest = Math.max(newest, Date.parse(line.at));
    }
    if (page.more) {
      start = { ...start, cursor: page.next };
      continue;
    }
    if (!(await hooks.again())) return page;
    if (newest === 0) continue;
    for (const [id, at] of told) if (at < newest - LATE) told.delete(id);
    start = { since: new Date(newest - LATE).toISOString() };
  }
}
