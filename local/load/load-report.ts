/** What a load generator saw. Times are milliseconds of `performance.now()`. */
export interface LoadReport {
  readonly sent: number;
  readonly answered: number;
  /** Not sent, because as many requests as allowed were waiting for their answers. */
  readonly skipped: number;
  readonly byStatus: Readonly<Record<string, number>>;
  /** By the answer's header `x-version`. */
  readonly byVersion: Readonly<Record<string, number>>;
  /** Answers of 500 and above that a version gave, by its `x-version`. */
  readonly badByVersion: Readonly<Record<string, number>>;
  /** Requests that no version answered: network failures, and 5xx without `x-version`, which are the balancer's. */
  readonly failed: readonly { readonly at: number; readonly reason: string }[];
  /** When the last answer of 500 or above, or failure, came. */
  readonly lastBadAnswerAt: number | undefined;
}

/** Collects a report. */
export class LoadTally {
  #sent = 0;
  #answered = 0;
  #skipped = 0;
  #lastBadAnswerAt: number | undefined;
  readonly #byStatus = new Map<string, number>();
  readonly #byVersion = new Map<string, number>();
  readonly #badByVersion = new Map<string, number>();
  readonly #failed: { at: number; reason: string }[] = [];

  sent(): void {
    this.#sent += 1;
  }

  skipped(count: number): void {
    this.#skipped += count;
  }

  answered({ at, status, version }: LoadAnswer): void {
    this.#answered += 1;
    add(this.#byStatus, String(status));
    if (version !== undefined) add(this.#byVersion, version);
    if (status < 500) return;
    this.#lastBadAnswerAt = at;
    if (version !== undefined) add(this.#badByVersion, version);
    else this.#failed.push({ at, reason: `${status} of the load balancer` });
  }

  failed(at: number, reason: string): void {
    this.#lastBadAnswerAt = at;
    this.#failed.push({ at, reason });
  }

  report(): LoadReport {
    return {
      sent: this.#sent,
      answered: this.#answered,
      skipped: this.#skipped,
      byStatus: Object.fromEntries(this.#byStatus),
      byVersion: Object.fromEntries(this.#byVersion),
      badByVersion: Object.fromEntries(this.#badByVersion),
      failed: [...this.#failed],
      lastBadAnswerAt: this.#lastBadAnswerAt,
    };
  }
}

/** One answer. `at` is `performance.now()` at its end; `version` is its header `x-version`. */
export interface LoadAnswer {
  readonly at: number;
  readonly status: number;
  readonly version: string | undefined;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
