import type { ECSClient } from '@aws-sdk/client-ecs';

/** Sends one signed POST to an AWS service, for which no client is bundled. */
export type SignedPost = (headers: Readonly<Record<string, string>>, body: string) => Promise<Response>;

/** Milliseconds. */
const TIMEOUT = 10_000;

/** Signs with the Region, the credentials and the signer of an SDK client that is there anyway. `endpoint`: where AWS is not. */
export function signedPost(config: ECSClient['config'], service: string, endpoint: string | undefined): SignedPost {
  return async (given, body) => {
    const region = await config.region();
    const url = new URL(
      endpoint ?? `https://${service}.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`,
    );
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
      headers: { host: url.host, ...given },
      body,
    });
    return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT) });
  };
}
