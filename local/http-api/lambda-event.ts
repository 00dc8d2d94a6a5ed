import { ACCOUNT } from '../kernel/account.ts';
import type { Api, Stage } from './api-model.ts';
import { commonLogTime } from './common-log-time.ts';
import type { HttpRequest } from './http-request.ts';
import type { Identity } from './identity.ts';
import { decoded, type RouteMatch } from './match-route.ts';

/** The event of a Lambda integration, payload format 2.0. `now` is in milliseconds since 1970. */
export function lambdaEvent(parts: {
  request: HttpRequest;
  api: Api;
  stage: Stage;
  match: RouteMatch;
  identity: Identity;
  requestId: string;
  now: number;
}): object {
  const { request, api, stage, match, identity } = parts;
  const { headers } = request;
  // An HTTP API decodes the path, and everything after a decoded question mark is lost. The query stays as it was sent.
  const rawPath = decoded(request.path).split('?')[0] ?? '/';
  const domainName = headers.host ?? '127.0.0.1';
  const some = (values: Readonly<Record<string, string>>): object | undefined =>
    Object.keys(values).length === 0 ? undefined : values;
  return {
    version: '2.0',
    routeKey: match.route.key,
    rawPath,
    rawQueryString: request.query,
    cookies: request.cookies.length === 0 ? undefined : request.cookies,
    headers: { ...headers, 'x-forwarded-for': request.sourceIp, 'x-forwarded-proto': 'http' },
    queryStringParameters: some(queryParameters(request.query)),
    requestContext: {
      accountId: ACCOUNT,
      apiId: api.id,
      authorizer: authorizerOf(identity),
      domainName,
      domainPrefix: domainName.split(/[.:]/)[0],
      http: {
        method: request.method,
        path: rawPath,
        protocol: request.protocol,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: parts.requestId,
      routeKey: match.route.key,
      stage: stage.name,
      time: commonLogTime(parts.now),
      timeEpoch: parts.now,
    },
    pathParameters: some(match.parameters),
    stageVariables: some(stage.variables),
    ...bodyOf(request),
  };
}

function authorizerOf(identity: Identity): object | undefined {
  switch (identity.kind) {
    case 'nobody':
      return undefined;
    case 'jwt':
      return { jwt: { claims: identity.claims, scopes: identity.scopes.length === 0 ? null : identity.scopes } };
    case 'iam':
      return {
        iam: {
          accessKey: identity.accessKey,
          accountId: ACCOUNT,
          callerId: identity.userId,
          cognitoIdentity: null,
          principalOrgId: null,
          userArn: identity.userArn,
          userId: identity.userId,
        },
      };
  }
}

/** Text goes as it is; everything else, forms too, goes as base64. */
function bodyOf({ body, headers }: HttpRequest): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  const type = (headers['content-type'] ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
  const isText = /^text\/|^application\/(json|xml|javascript)$|\+(json|xml)$/.test(type);
  return isText && headers['content-encoding'] === undefined
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

function queryParameters(query: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    values[name] = Object.hasOwn(values, name) ? `${values[name]},${value}` : value;
  }
  return values;
}
