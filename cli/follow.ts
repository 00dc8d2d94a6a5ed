import type { ShownDeployment } from '../core/operations/show-deployment.ts';
import type { Client } from './client.ts';
import { EXIT, Failure } from './exit-code.ts';

/** Seconds between looks: quick at first, then less and less often. The API has no push yet, and a look costs three reads. */
const FIRST_PAUSE = 0.5;
const LONGEST_PAUSE = 10;

/** Follows a deployment to its verdict, telling each line of its log once. */
export async function follow(
  client: Client,
  id: string,
  options: { readonly giveUpAfter: number; tell(line: string): void },
): Promise<ShownDeployment> {
  const until = performance.now() + options.giveUpAfter * 1000;
  let told = 0;
  let pause = FIRST_PAUSE;
  for (;;) {
    const deployment = await client.get<ShownDeployment>(`/deployments/${encodeURIComponent(id)}`);
    for (const line of deployment.log.filter(({ seq }) => seq > told)) {
      options.tell(`${line.at.slice(11, 19)}  ${line.text}`);
      told = line.seq;
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
