import type { StateFiles } from '../kernel/state-files.ts';
import type { ExecutionRecord, ExecutionSummary } from './execution-record.ts';
import type { StoredEvent } from './run/history.ts';

const FOLDER = 'step-functions';
/** Summaries in one document: a save rewrites one such page, not the whole list. */
const SUMMARIES_A_PAGE = 100;
/** Events in one document. A full page is written once, so that a long history does not make every step slower. */
const EVENTS_A_PAGE = 100;

/** The executions on disk: a document each, named by its place in the list, and pages of what came before its latest events. */
export class ExecutionStore {
  readonly #files: StateFiles;
  readonly #summaries: ExecutionSummary[] = [];
  readonly #places = new Map<string, number>();
  readonly #pagesSaved = new Map<string, number>();

  constructor(files: StateFiles) {
    this.#files = files;
    for (let page = 0; ; page++) {
      const summaries = files.load<ExecutionSummary[]>(`${FOLDER}/executions-${page}`);
      if (summaries === undefined) break;
      for (const summary of summaries) this.#remember(summary);
    }
  }

  /** Oldest first. */
  get summaries(): readonly ExecutionSummary[] {
    return this.#summaries;
  }

  has(arn: string): boolean {
    return this.#places.has(arn);
  }

  summary(arn: string): ExecutionSummary | undefined {
    const place = this.#places.get(arn);
    return place === undefined ? undefined : this.#summaries[place];
  }

  /** A new copy each time. */
  load(arn: string): ExecutionRecord | undefined {
    const place = this.#places.get(arn);
    if (place === undefined) return undefined;
    const record = this.#files.load<ExecutionRecord & { readonly pages: number }>(this.#document(place));
    if (record === undefined) return undefined;
    const { pages, ...rest } = record;
    this.#pagesSaved.set(arn, pages);
    const earlier = Array.from({ length: pages }, (_, page) =>
      this.#files.load<StoredEvent[]>(this.#page(place, page)),
    );
    return { ...rest, events: [...earlier.flatMap((events) => events ?? []), ...rest.events] };
  }

  save(record: ExecutionRecord): void {
    const place = this.#places.get(record.arn) ?? this.#remember(summaryOf(record));
    let pages = this.#pagesSaved.get(record.arn) ?? 0;
    for (; record.events.length - pages * EVENTS_A_PAGE >= EVENTS_A_PAGE; pages++) {
      const events = record.events.slice(pages * EVENTS_A_PAGE, (pages + 1) * EVENTS_A_PAGE);
      this.#files.save(this.#page(place, pages), events);
    }
    this.#pagesSaved.set(record.arn, pages);
    const events = record.events.slice(pages * EVENTS_A_PAGE);
    this.#files.save(this.#document(place), { ...record, events, pages });
    this.#saveSummary(place, record);
  }

  #remember(summary: ExecutionSummary): number {
    const place = this.#summaries.push(summary) - 1;
    this.#places.set(summary.arn, place);
    return place;
  }

  /** Only a start or an end changes the list. */
  #saveSummary(place: number, record: ExecutionRecord): void {
    const page = Math.floor(place / SUMMARIES_A_PAGE);
    const known = this.#summaries[place];
    if (known?.status === record.status && record.transitions > 0) return;
    this.#summaries[place] = summaryOf(record);
    const first = page * SUMMARIES_A_PAGE;
    this.#files.save(`${FOLDER}/executions-${page}`, this.#summaries.slice(first, first + SUMMARIES_A_PAGE));
  }

  #document(place: number): string {
    return `${FOLDER}/executions/${place}`;
  }

  #page(place: number, page: number): string {
    return `${FOLDER}/executions/${place}-events-${page}`;
  }
}

function summaryOf({ arn, name, machineArn, startDate, status, stopDate }: ExecutionRecord): ExecutionSummary {
  return { arn, name, machineArn, startDate, status, ...(stopDate === undefined ? {} : { stopDate }) };
}
