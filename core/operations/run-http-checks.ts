import type { HttpCheck } from '../domain/check.ts';
import type { Ports } from '../ports.ts';

/** Where checks are sent, and the headers that lead them to the new version. */
export interface CheckEndpoint {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

type HttpCheckPorts = Pick<Ports, 'probe' | 'clock'>;

/** Runs HTTP checks side by side, each with its retries. Gives a sentence for each that failed. */
export async function runHttpChecks(
  ports: HttpCheckPorts,
  checks: readonly HttpCheck[],
  endpoint: CheckEndpoint,
): Promise<readonly string[]> {
  const failures = await Promise.all(checks.map((check) => runCheck(ports, check, endpoint)));
  return failures.filter((failure) => failure !== undefined);
}

async function runCheck(ports: HttpCheckPorts, check: HttpCheck, endpoint: CheckEndpoint): Promise<string | undefined> {
  const url = new URL(check.url, endpoint.url).href;
  let wrong: string | undefined;
  for (let attempt = 0; attempt <= check.retries; attempt++) {
    if (attempt > 0) await ports.clock.sleep(check.interval * 1000);
    wrong = await tryOnce(ports, check, url, endpoint);
    if (wrong === undefined) return undefined;
  }
  const wanted = `${check.expectedStatus}${check.body === undefined ? '' : ` with ${JSON.stringify(check.body)}`}`;
  return `check "${check.name}" (${check.id}) failed: ${check.method} ${url} ${wrong} after ${check.retries + 1} tries, expected ${wanted}`;
}

/** What is wrong with the answer. `undefined`: nothing. */
async function tryOnce(
  { probe }: HttpCheckPorts,
  { method, headers, expectedStatus, body, timeout }: HttpCheck,
  url: string,
  endpoint: CheckEndpoint,
): Promise<string | undefined> {
  const answer = await probe.send({
    url,
    method,
    // The endpoint's own lead to the new version: a check cannot be sent elsewhere by a header of its own.
    headers: { ...headers, ...endpoint.headers },
    timeoutMs: timeout * 1000,
    reads: body !== undefined,
  });
  if ('failed' in answer) return answer.failed;
  if (answer.status !== expectedStatus) return `answered ${answer.status}`;
  if (body === undefined || answer.body.includes(body)) return undefined;
  return `answered ${answer.status} without that text`;
}
