/** Who calls, and what each role may do. */
import { ACCOUNT, REGION } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { AwsService, Caller, Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Provisioner } from '../template/provisioner.ts';
import type { SignedRequest } from '../wire/signed-request.ts';
import { type Credentials, createKeyRing, ROLE_KEY } from './credentials.ts';
import { applies, evaluate } from './evaluate.ts';
import type { RequestContext } from './policy-variables.ts';
import { iamProvisioners } from './provisioners.ts';
import { createRecorder } from './recording.ts';
import { roleService } from './role-service.ts';
import { createRoles, type Role } from './roles.ts';
import { authorizationOf, isSignedWith } from './signature.ts';

export interface Iam {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  /** Keys that make their holder the role; the same for the same session. NoSuchEntity for an unknown role. */
  credentialsOf(roleArn: string, sessionName?: string): Credentials;
  /** The caller that a role is, for calls that a service makes. */
  callerAs(roleArn: string, sessionName?: string): Caller;
  /** Who signed a request. A key that local IAM did not issue, such as `test`, is the account's owner, who may do everything. */
  callerOf(request: SignedRequest): Caller;
  /** Throws AccessDeniedException, in AWS's words, for the first permission that the caller lacks. */
  authorizeCaller(caller: Caller, permissions: readonly Permission[]): void;
  /** The same for a call that a service makes with a role. */
  authorize(roleArn: string, permissions: readonly Permission[]): void;
  /** Whether the role's trust policy lets a service (`lambda.amazonaws.com`) take it; an unknown role may not be taken. */
  mayAssume(roleArn: string, servicePrincipal: string): boolean;
  /** Writes down which calls were allowed, where a folder for that was given. */
  writeRecording(): void;
}

const OWNER: Caller = { arn: `arn:aws:iam::${ACCOUNT}:root`, role: undefined };
const SESSION = 'belay-local';

/** `recordings`: the folder for what is recorded; nothing is where it is left out. */
export function createIam(clock: Clock, recordings?: string): Iam {
  const roles = createRoles();
  const keys = createKeyRing();
  const recorder = recordings === undefined ? undefined : createRecorder(recordings, roles);

  function callerOfRole(role: Role, sessionName: string): Caller {
    return { arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role.name}/${sessionName}`, role: role.logicalId };
  }

  function authorizeCaller(caller: Caller, permissions: readonly Permission[]): void {
    if (caller.role === undefined) return;
    const role = roles.find(caller.arn.split('/')[1] ?? '');
    if (role === undefined) throw new AwsError('UnrecognizedClientException', `the role of ${caller.arn} is gone`);
    for (const permission of permissions) demand(caller, role, permission);
  }

  function demand(caller: Caller, role: Role, { action, resource, context = {} }: Permission): void {
    const request = { action, resource, context: contextOf(role, context) };
    const decision = evaluate(roles.rulesOf(role), request);
    if (decision.kind === 'allowed') {
      recorder?.note(role, request);
      return;
    }
    const why =
      decision.kind === 'denied'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`;
    const message = `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
    throw new AwsError('AccessDeniedException', message);
  }

  return {
    service: roleService(roles),
    provisioners: iamProvisioners(roles, clock),
    credentialsOf(roleArn, sessionName = SESSION) {
      return keys.issue({ roleName: roles.ofArn(roleArn).name, sessionName });
    },
    callerAs: (roleArn, sessionName = SESSION) => callerOfRole(roles.ofArn(roleArn), sessionName),
    callerOf(request) {
      const authorization = authorizationOf(request);
      if (authorization === undefined) {
        throw new AwsError(
          'MissingAuthenticationTokenException',
          'the request is not signed with AWS Signature Version 4',
        );
      }
      const issued = keys.find(authorization.accessKeyId);
      if (issued === undefined && !authorization.accessKeyId.startsWith(ROLE_KEY)) return OWNER;
      const role = issued === undefined ? undefined : roles.find(issued.session.roleName);
      if (
        issued === undefined ||
        role === undefined ||
        request.headers['x-amz-security-token'] !== issued.credentials.sessionToken
      ) {
        throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
      }
      if (!isSignedWith(issued.credentials.secretAccessKey, request, authorization)) {
        const message = 'The request signature we calculated does not match the signature you provided.';
        throw new AwsError(
          'InvalidSignatureException',
          `${message} Check your AWS Secret Access Key and signing method.`,
        );
      }
      return callerOfRole(role, issued.session.sessionName);
    },
    authorizeCaller,
    authorize(roleArn, permissions) {
      authorizeCaller(callerOfRole(roles.ofArn(roleArn), SESSION), permissions);
    },
    mayAssume(roleArn, servicePrincipal) {
      const role = roles.find(roleArn.slice(roleArn.lastIndexOf('/') + 1));
      if (role?.arn !== roleArn) return false;
      const context = new Map([['aws:sourceaccount', ACCOUNT]]);
      const request = { action: 'sts:AssumeRole', resource: roleArn, context };
      const applying = role.trust.filter(({ principals }) => {
        return principals?.['*'] !== undefined || principals?.Service?.includes(servicePrincipal) === true;
      });
      const effects = applying.filter((statement) => applies(statement, request)).map(({ effect }) => effect);
      return effects.includes('Allow') && !effects.includes('Deny');
    },
    writeRecording: () => recorder?.write(),
  };
}

function contextOf(role: Role, given: Readonly<Record<string, string>>): RequestContext {
  return new Map([
    ['aws:principalarn', role.arn],
    ['aws:principalaccount', ACCOUNT],
    ['aws:principaltype', 'AssumedRole'],
    ['aws:requestedregion', REGION],
    ...Object.entries(given).map(([key, value]): [string, string] => [key.toLowerCase(), value]),
  ]);
}
