/** Task tokens: opaque to their holders, readable for us, so that an old token is told from a made-up one after a restart. */
import { hash } from 'node:crypto';

/** As long as tokens on AWS can well be, so that what keeps them is sized for it. */
const LENGTH = 900;
const DIGEST = 64;

/** The token of the `number`-th task of an execution. The same arguments give the same token. */
export function taskToken(executionArn: string, startDate: number, number: number): string {
  const text = JSON.stringify({ execution: executionArn, started: startDate, number });
  const body = `${text}${' '.repeat(Math.max(0, (LENGTH / 4) * 3 - DIGEST - Buffer.byteLength(text)))}`;
  return Buffer.from(digest(body) + body).toString('base64');
}

/** The ARN of the execution that the token was made for; `undefined` when nobody here made it. */
export function issuedFor(token: string): string | undefined {
  const text = Buffer.from(token, 'base64').toString();
  const body = text.slice(DIGEST);
  if (digest(body) !== text.slice(0, DIGEST)) return undefined;
  const { execution }: { execution?: unknown } = JSON.parse(body);
  return typeof execution === 'string' ? execution : undefined;
}

function digest(body: string): string {
  return hash('sha256', `task token ${body}`);
}
