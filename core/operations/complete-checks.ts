import type { Check, HttpCheck, TaskCheck } from '../domain/check.ts';
import { Refused } from '../domain/refused.ts';

/** Seconds that the tries of one check may last together: the gate that runs them has five minutes. */
const LONGEST_CHECK = 240;

type Unnamed<Kind extends Check> = Omit<Kind, 'name'> & { readonly name?: string | undefined };

/** A check as a person writes it: what can be known from elsewhere may be left out. */
export type CheckRequest =
  | (Omit<Unnamed<HttpCheck>, 'timeout' | 'headers'> & {
      readonly type: 'http';
      readonly timeout?: number | undefined;
      readonly headers?: Readonly<Record<string, string>> | undefined;
    })
  | (Omit<Unnamed<TaskCheck>, 'container'> & { readonly container?: string | undefined });

/** Checks in full. `container`: the one that Belay deploys; `timeout`: seconds for one try over HTTP. */
export function completeChecks(
  requests: readonly CheckRequest[],
  usual: { readonly container: string; readonly timeout: number },
): readonly Check[] {
  return requests.map((request) => {
    const { id, name = id } = request;
    if (request.type !== 'http') return { ...request, name, container: request.container ?? usual.container };
    const { headers, timeout = usual.timeout, ...rest } = request;
    const check = { ...rest, name, timeout, ...(headers && { headers }) };
    refuseLong(check);
    return check;
  });
}

function refuseLong({ id, timeout, interval, retries }: HttpCheck): void {
  const longest = timeout * (retries + 1) + interval * retries;
  if (longest > LONGEST_CHECK)
    throw new Refused(
      'BadRequest',
      `checks.${id}: all its tries may last ${longest} s, and a gate has ${LONGEST_CHECK} s. Lower timeout, interval or retries.`,
    );
}
