import { notFromHere } from '../http-api/local-person.ts';
import type { CallLog } from './call-log.ts';
import type { RawAnswer } from './raw-service.ts';
import type { SignedRequest } from './signed-request.ts';

/** What a person asks of the endpoint itself. `undefined`: it has no answer to this method. */
export type LocalPage = (request: {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly body: Uint8Array;
}) => { readonly status: number; readonly value: unknown } | undefined;

export const health: LocalPage = ({ method }) =>
  method === 'GET' ? { status: 200, value: { status: 'ok' } } : undefined;

/** What was asked of the local AWS. */
export function callsPage(calls: CallLog): LocalPage {
  return ({ method, query }) => {
    if (method !== 'GET') return undefined;
    const kept = calls.calls(query.get('service') ?? undefined, query.get('operation') ?? undefined);
    return { status: 200, value: { counts: calls.counts(), calls: kept } };
  };
}

/** Answers what tests and people ask of the endpoint itself. A web page of elsewhere that is open on this machine gets nothing. */
export function localAnswer(
  { method, path, query, headers, body }: SignedRequest,
  pages: Readonly<Record<string, LocalPage>>,
): RawAnswer | undefined {
  if (!path.startsWith('/_local/')) return undefined;
  const json = (status: number, value: unknown): RawAnswer => {
    return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
  };
  const stranger = notFromHere({ headers });
  if (stranger !== undefined) return json(403, { message: `refused: ${stranger}; ask 127.0.0.1` });
  const page = Object.hasOwn(pages, path) ? pages[path] : undefined;
  const answer = page?.({ method, query: new URLSearchParams(query), body });
  if (answer === undefined) return json(404, { message: `the endpoint has no ${method} ${path}` });
  return json(answer.status, answer.value);
}
