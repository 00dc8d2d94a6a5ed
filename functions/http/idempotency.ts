import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { Refused } from '../../core/domain/refused.ts';
import type { Ports } from '../../core/ports.ts';
import { parseValue } from './parse.ts';
import { IdempotencyKey } from './schemas.ts';

/** The answer of a POST, ready to be sent or kept. */
export interface PostAnswer {
  readonly status: 200 | 202;
  readonly body: unknown;
}

/**
 * Runs a POST once per `Idempotency-Key`: the same request again gets the same answer, another request with that key is refused. A
 * first try that failed may be tried again.
 */
export async function oncePerKey(
  context: Context,
  ports: Pick<Ports, 'answers'>,
  actor: string,
  run: () => Promise<PostAnswer>,
): Promise<Response> {
  const given = context.req.header('idempotency-key');
  const reply = ({ status, body }: PostAnswer): Response => context.json(body, status);
  if (given === undefined) return reply(await run());

  const key = `${actor} ${await parseValue('Idempotency-Key', IdempotencyKey, given)}`;
  const fingerprint = createHash('sha256')
    .update(`${context.req.path}${new URL(context.req.url).search}\n${await context.req.text()}`)
    .digest('hex');
  const { answered } = await ports.answers.claim(key, fingerprint);
  if (answered !== undefined) return reply(parseAnswer(answered));
  const answer = await run();
  await ports.answers.keep(key, JSON.stringify(answer));
  return reply(answer);
}

function parseAnswer(text: string): PostAnswer {
  const answer: unknown = JSON.parse(text);
  if (typeof answer === 'object' && answer !== null && 'body' in answer && 'status' in answer)
    return { status: answer.status === 202 ? 202 : 200, body: answer.body };
  throw new Refused('BadRequest', 'The answer kept for this Idempotency-Key cannot be read. Use a new key.');
}
