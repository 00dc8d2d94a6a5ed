import type { ShownDeployment } from '../core/operations/show-deployment.ts';
import type { ShownWaiting } from '../core/operations/show-waiting.ts';
import type { Client } from './client.ts';
import { EXIT, Failure } from './exit-code.ts';
import { time } from './print.ts';

/** Seconds between looks: quick at first, then less and less often. The API has no push yet, and a look costs three reads. */
const FIRST_PAUSE = 0.5;
const LONGEST_PAUSE = 10;

/** Follows a deployment to its verdict, telling each line of its log once; before it begins, what it waits for. */
export async function follow(
  client: Client,
  id: string,
  options: { readonly giveUpAfter: number; tell(line: string): void },
): Promise<ShownDeployment | ShownWaiting> {
  const until = performance.now() + options.giveUpAfter * 1000;
  let told = 0;
  let awaited: string | undefined;
  let pause = FIRST_PAUSE;
  for (;;) {
    const deployment = await client.get<ShownDeployment | ShownWaiting>(`/deployments/${encodeURIComponent(id)}`);
    for (const line of 'log' in deployment ? deployment.log.filter(({ seq }) => seq > told) : []) {
      options.tell(`${line.at.slice(11, 19)}  ${line.text}`);
      told = line.seq;
    }
    if ('cancel' in deployment && deployment.cancel !== null && deployment.because !== awaited) {
      awaited = deployment.because;
      options.tell(describeWaiting(deployment));
    }
    if (deployment.status === 'ended') return deployment;
    if (performance.now() > until)
      throw new Failure(
        EXIT.gaveUpWaiting,
        `gave up waiting for ${id} after ${options.giveUpAfter} s; it goes on. \`belay watch ${id}\` follows it again.`,
      );
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    pause = Math.min(LONGEST_PAUSE, pause * 1.1);
  }
}

/** What keeps a deployment from beginning, each thing with the command that ends it. */
export function describeWaiting({ to, because, waitsFor, until, cancel }: ShownWaiting): string {
  const lifts = waitsFor.flatMap(({ lift }) => (lift === undefined ? [] : [`\`${lift}\` ends that`]));
  const out = cancel === null ? [] : [`\`${cancel}\` takes it out`];
  return [`${to.version} ${because}`, ...lifts, `given up at ${time(until)}`, ...out].join('; ');
}
