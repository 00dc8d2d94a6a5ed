import type { ECSClient } from '@aws-sdk/client-ecs';

/** Calls an operation of one AWS service that speaks AWS JSON 1.1. Throws an error that has AWS's code as its name. */
export type JsonCaller = (operation: string, input: object) => Promise<unknown>;

/** Milliseconds. */
const TIMEOUT = 10_000;

/** Makes calls with the Region, the credentials and the signer of an SDK client that is there anyway. */
export function jsonCaller(
  config: ECSClient['config'],
  service: string,
  target: string,
  endpoint: string | undefined,
): JsonCaller {
  return async (operation, input) => {
    const region = await config.region();
    const url = new URL(
      endpoint ?? `https://${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
    );
    const body = JSON.stringify(input);
    const signer = await config.signer({
      name: 'sigv4',
      signingName: service,
      signingRegion: region,
      properties: {},
    });
    const { headers } = await signer.sign({
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      ...(url.port !== '' && { port: Number(url.port) }),
      path: '/',
      query: {},
      headers: {
        host: url.host,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': `${target}.${operation}`,
      },
      body,
    });
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT) });
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
