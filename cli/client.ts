import { randomUUID } from 'node:crypto';
import { EXIT, type ExitCode, Failure } from './exit-code.ts';
import { sign } from './sign.ts';

/** Talks to the HTTPS API: the same for the local mode and for AWS. */
export interface Client {
  readonly api: string;
  get<Answer>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<Answer>;
  put<Answer>(path: string, body: unknown): Promise<Answer>;
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  remove<Answer>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<Answer>;
}

const EXIT_BY_STATUS: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.notAllowed,
  403: EXIT.notAllowed,
};

export function clientFor(api: string): Client {
  const base = new URL(api);

  async function send<Answer>(
    method: string,
    path: string,
    query: Readonly<Record<string, string | undefined>> = {},
    body?: unknown,
  ): Promise<Answer> {
    const url = new URL(`/v1${path}`, base);
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers = await sign(url, method, text, {
      ...(text !== undefined && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
    });
    const answer = await reach(url, { method, headers, ...(text !== undefined && { body: text }) });
    const read = await answer.text();
    if (answer.ok) return parseAnswer<Answer>(read, url);
    const message = messageOf(read, answer.status, url);
    if (message === undefined)
      throw new Failure(
        EXIT.unreachable,
        `${url.origin} answered ${answer.status}, and not as Belay does. Is --api right?`,
      );
    throw new Failure(
      EXIT_BY_STATUS[answer.status] ?? (answer.status < 500 ? EXIT.refused : EXIT.unreachable),
      message,
    );
  }

  return {
    api,
    get: (path, query) => send('GET', path, query),
    put: (path, body) => send('PUT', path, {}, body),
    post: (path, body) => send('POST', path, {}, body),
    remove: (path, query) => send('DELETE', path, query),
  };
}

async function reach(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(35_000) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(
      EXIT.unreachable,
      `cannot reach Belay at ${url.origin} (${cause}). Is it started? Set --api or BELAY_API to its address.`,
    );
  }
}

/** The API's own types describe its answers; this is the one place that believes them. */
function parseAnswer<Answer>(text: string, url: URL): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new Failure(EXIT.unreachable, `${url.origin} answers, but is no Belay: its answer is no JSON.`);
  }
}

/** `undefined`: neither Belay nor API Gateway answered. */
function messageOf(text: string, status: number, url: URL): string | undefined {
  try {
    const { code, message } = JSON.parse(text);
    if (typeof message === 'string')
      return typeof code === 'string' ? `${message} [${code}]` : `${message} (${status} from ${url.origin})`;
  } catch {
    // Not ours: the status has to do.
  }
  return undefined;
}
