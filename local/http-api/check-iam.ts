import { authorizationOf, isSignedWith } from '../iam/signature.ts';
import { arn, REGION } from '../kernel/account.ts';
import type { Permission } from '../kernel/aws-service.ts';
import type { HttpRequest } from './http-request.ts';
import type { Checked } from './identity.ts';
import { LOCAL_IAM, notFromHere } from './local-person.ts';

/** Whose key it is. */
export interface KeyOwner {
  readonly secretAccessKey: string;
  readonly userArn: string;
  /** Of temporary keys; a request must carry it. */
  readonly sessionToken?: string;
}

export interface IamWorld {
  secretOf(accessKeyId: string): KeyOwner | undefined;
  /** Throws when the user does not have all the permissions. */
  authorize(userArn: string, permissions: readonly Permission[]): void;
}

/** Checks a request of an `AWS_IAM` route. `target` is `<api>/<stage>/<method>/<path>`, as in an execute-api ARN. */
export function checkIam(world: IamWorld, request: HttpRequest, target: string): Checked {
  const { headers } = request;
  if (headers.authorization === undefined) {
    if (/(^|&)X-Amz-Signature=/.test(request.query)) return forbidden('it is signed in its query string');
    const why = notFromHere(request);
    return why === undefined ? { ok: true, identity: LOCAL_IAM } : forbidden(`it is not signed, and ${why}`);
  }
  const authorization = authorizationOf(request);
  if (authorization === undefined) return forbidden('its Authorization header is not AWS4-HMAC-SHA256');
  const [, region, service] = authorization.scope.split('/');
  if (region !== REGION || service !== 'execute-api') {
    return forbidden(`it is signed for ${service} in ${region}, not for execute-api in ${REGION}`);
  }
  const { accessKeyId } = authorization;
  const owner = world.secretOf(accessKeyId);
  if (owner === undefined) return forbidden(`nobody here has the key ${accessKeyId}`);
  if (owner.sessionToken !== headers['x-amz-security-token'])
    return forbidden('its session token is not that of its key');
  if (!isSignedWith(owner.secretAccessKey, request, authorization)) return forbidden('its signature is wrong');
  try {
    world.authorize(owner.userArn, [{ action: 'execute-api:Invoke', resource: arn('execute-api', target) }]);
  } catch (error) {
    return forbidden(error instanceof Error ? error.message : String(error));
  }
  return { ok: true, identity: { kind: 'iam', accessKey: accessKeyId, userArn: owner.userArn, userId: accessKeyId } };
}

function forbidden(why: string): Checked {
  return { ok: false, status: 403, why };
}
