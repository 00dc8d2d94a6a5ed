import type { ShownPoint } from '../core/operations/show-point.ts';
import type { Answer, Invocation } from './command.ts';
import { EXIT, Failure } from './exit-code.ts';
import { time } from './print.ts';

/** Seconds between looks: the API has no push yet. */
const PAUSE = 1;

/** How a point's last rehearsal went, as people read it. */
export function rehearsalOf({ rehearsal }: Pick<ShownPoint, 'rehearsal'>): string {
  if (rehearsal === undefined) return 'never';
  const { outcome, startedAt } = rehearsal;
  if (outcome === undefined) return `under way since ${time(startedAt)}`;
  return `${outcome.ok ? 'good' : 'bad'}: ${outcome.because} (${time(outcome.at)})`;
}

/** The same in a word or two. */
export function rehearsedBriefly({ rehearsal }: Pick<ShownPoint, 'rehearsal'>): string {
  if (rehearsal === undefined) return 'never';
  const { outcome, plus } = rehearsal;
  if (outcome === undefined) return 'under way';
  if (!outcome.ok || outcome.seconds === undefined) return outcome.ok ? 'good' : 'bad';
  return `${outcome.seconds} s until ${outcome.until ?? 'running'}${plus === undefined ? '' : `, plus ${plus} s`}`;
}

/** Follows a rehearsal to its end: 0 where the point would run, 3 where it would not. */
export async function watchRehearsal({ client, flags }: Invocation, path: string): Promise<Answer> {
  const until = performance.now() + flags.timeout * 1000;
  for (;;) {
    const point = await client.get<ShownPoint>(path);
    const outcome = point.rehearsal?.outcome;
    if (outcome !== undefined)
      return { text: rehearsalOf(point), data: point, exitCode: outcome.ok ? EXIT.succeeded : EXIT.refused };
    if (performance.now() > until)
      throw new Failure(EXIT.gaveUpWaiting, `gave up waiting for the rehearsal of ${point.id}; it goes on.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE * 1000));
  }
}
