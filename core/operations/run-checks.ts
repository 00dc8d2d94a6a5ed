import type { HttpCheck } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** Runs HTTP checks side by side, each with its retries. Gives a sentence for each that failed. */
export async function runChecks(
  ports: Pick<Ports, 'probe' | 'clock'>,
  checks: readonly HttpCheck[],
  endpoint: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Promise<readonly string[]> {
  const failures = await Promise.all(checks.map((check) => runCheck(ports, check, endpoint)));
  return failures.filter((failure) => failure !== undefined);
}

async function runCheck(
  ports: Pick<Ports, 'probe' | 'clock'>,
  check: HttpCheck,
  endpoint: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Promise<string | undefined> {
  const url = new URL(check.path, endpoint.url).href;
  let last = '';
  for (let attempt = 0; attempt <= check.retries; attempt++) {
    if (attempt > 0) await ports.clock.sleep(check.interval * 1000);
    const answer = await ports.probe.send({
      url,
      method: check.method,
      headers: endpoint.headers,
      timeoutMs: check.timeout * 1000,
    });
    if ('status' in answer && answer.status === check.expectedStatus) return undefined;
    last = 'status' in answer ? `answered ${answer.status}` : answer.failed;
  }
  return `check "${check.name}" (${check.id}) failed: ${check.method} ${url} ${last} after ${check.retries + 1} tries, expected ${check.expectedStatus}`;
}
