import { randomBytes } from 'node:crypto';
import type { GetAuthorizationTokenRequest, GetAuthorizationTokenResponse } from '@aws-sdk/client-ecr';
import { operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';

const TWELVE_HOURS = 12 * 60 * 60 * 1000;

/** GetAuthorizationToken: a login for `docker login`. The local registry takes any, so the password opens nothing. */
export function tokenOperations(clock: Clock, registryUrl: string) {
  return {
    GetAuthorizationToken: operation<GetAuthorizationTokenRequest, GetAuthorizationTokenResponse>({
      permissions: () => [{ action: 'ecr:GetAuthorizationToken', resource: '*' }],
      run() {
        const password = randomBytes(24).toString('base64url');
        return {
          authorizationData: [
            {
              authorizationToken: Buffer.from(`AWS:${password}`).toString('base64'),
              expiresAt: new Date(clock.now() + TWELVE_HOURS),
              proxyEndpoint: registryUrl,
            },
          ],
        };
      },
    }),
  };
}
