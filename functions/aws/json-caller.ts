import type { SignedPost } from './signed-post.ts';

/** Calls an operation of one AWS service that speaks AWS JSON 1.1. Throws an error that has AWS's code as its name. */
export type JsonCaller = (operation: string, input: object) => Promise<unknown>;

/** `target`: what stands before the operation in `X-Amz-Target`. */
export function jsonCaller(post: SignedPost, target: string): JsonCaller {
  return async (operation, input) => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${target}.${operation}` };
    const answer = await post(headers, JSON.stringify(input));
    const read: unknown = JSON.parse(await answer.text());
    if (answer.ok) return read;
    throw Object.assign(
      new Error(textOf(read, 'message') ?? textOf(read, 'Message') ?? `${operation}: ${answer.status}`),
      {
        name: textOf(read, '__type')?.replace(/^.*#/, '') ?? `Http${answer.status}`,
      },
    );
  };
}

function textOf(answer: unknown, key: string): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const value = Object.entries(answer).find(([name]) => name === key)?.[1];
  return typeof value === 'string' ? value : undefined;
}
