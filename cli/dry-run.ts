import type { Client } from './client.ts';

/** What a verb would have asked Belay to write first. */
export interface Unsent {
  readonly method: 'PUT' | 'POST' | 'DELETE';
  /** As of the API, such as `/v1/services/staging/web/lock`. */
  readonly path: string;
  /** The body, or what stands in the query of a DELETE. */
  readonly body: unknown;
}

/** Ends a verb where it would have written. */
export class DryRun extends Error {
  readonly unsent: Unsent;

  constructor(unsent: Unsent) {
    super(`nothing was done: it would ask ${unsent.method} ${unsent.path} ${JSON.stringify(unsent.body)}`);
    this.unsent = unsent;
  }
}

/** A client that reads, and writes nothing: whoever would write ends with a DryRun. What cannot be sent is told before, as always. */
export function readingOnly(client: Client): Client {
  const ends =
    (method: Unsent['method']) =>
    async (path: string, body: unknown = {}): Promise<never> => {
      throw new DryRun({ method, path: `/v1${path}`, body });
    };
  return { ...client, put: ends('PUT'), post: ends('POST'), remove: ends('DELETE') };
}
