import { request } from 'node:http';
import { createHttpApi, type HttpApi } from '../../../local/http-api/create-http-api.ts';
import type { Permission } from '../../../local/kernel/aws-service.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { Invocation } from '../../../local/lambda/ports.ts';

export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:api:live';
export const KEY = { secretAccessKey: 'a secret', userArn: 'arn:aws:sts::000000000000:assumed-role/ci/run' };

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** An HTTP API with one route of each kind; the function is a test's own. */
export interface HttpApiBench {
  readonly api: HttpApi;
  readonly port: number;
  readonly clock: VirtualClock;
  readonly problems: string[];
  readonly accessLines: string[];
  readonly events: Record<string, unknown>[];
  /** What the function does with the next events. */
  answer: (event: Record<string, unknown>) => Promise<Invocation> | Invocation;
  allowed: boolean;
  send(options: {
    method?: string;
    path: string;
    headers?: Record<string, string | string[]>;
    body?: string | Buffer;
  }): Promise<Reply>;
}

export async function anHttpApi(issuer: string): Promise<HttpApiBench> {
  const clock = new VirtualClock();
  const problems: string[] = [];
  const accessLines: string[] = [];
  const events: Record<string, unknown>[] = [];
  const denied: (permission: Permission) => boolean = ({ resource }) => resource.includes('/secret');
  const api = createHttpApi({
    clock,
    port: 0,
    lambdas: {
      async invoke(name, payload) {
        const event = Object({ ...Object(payload), name });
        events.push(event);
        return await bench.answer(event);
      },
      send: async () => {},
    },
    mayInvoke: (functionArn, principal) =>
      bench.allowed && functionArn === FUNCTION && principal === 'apigateway.amazonaws.com',
    secretOf: (key) => (key === 'AKIDEXAMPLE' ? KEY : undefined),
    authorize(userArn, permissions) {
      const refused = permissions.find(denied);
      if (refused !== undefined) throw new Error(`${userArn} is not authorized to perform: ${refused.action}`);
    },
    onAccess: (_arn, line) => void accessLines.push(line),
    onProblem: (problem) => void problems.push(problem),
  });
  const ids: Record<string, string> = {};
  const add = async (type: string, logicalId: string, properties: Record<string, unknown>): Promise<void> => {
    const context = { stack: 'Stack', logicalId, metadata: {}, directory: '/', previous: undefined };
    const made = await api.provisioners[`AWS::ApiGatewayV2::${type}`]?.provision(properties, context);
    ids[logicalId] = made?.ref ?? '';
  };
  await add('Api', 'Api', { Name: 'belay', ProtocolType: 'HTTP' });
  const ApiId = ids.Api;
  await add('Integration', 'Integration', {
    ApiId,
    IntegrationType: 'AWS_PROXY',
    IntegrationUri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`,
    PayloadFormatVersion: '2.0',
    TimeoutInMillis: 200,
  });
  await add('Authorizer', 'Authorizer', {
    ApiId,
    Name: 'people',
    AuthorizerType: 'JWT',
    IdentitySource: ['$request.header.Authorization'],
    JwtConfiguration: { Issuer: issuer, Audience: ['belay'] },
  });
  const Target = `integrations/${ids.Integration}`;
  await add('Route', 'Iam', { ApiId, RouteKey: 'ANY /v1/{proxy+}', AuthorizationType: 'AWS_IAM', Target });
  const jwt = { AuthorizationType: 'JWT', AuthorizerId: ids.Authorizer };
  await add('Route', 'Jwt', { ApiId, RouteKey: 'ANY /app/v1/{proxy+}', ...jwt, Target });
  await add('Route', 'Scoped', { ApiId, RouteKey: 'GET /app/admin', ...jwt, AuthorizationScopes: ['admin'], Target });
  await add('Route', 'Open', { ApiId, RouteKey: 'GET /', Target });
  await add('Route', 'Slack', { ApiId, RouteKey: 'POST /slack/{proxy+}', AuthorizationType: 'NONE', Target });
  await add('Stage', 'Stage', {
    ApiId,
    StageName: '$default',
    AutoDeploy: true,
    RouteSettings: { 'GET /': { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 1 } },
    AccessLogSettings: {
      DestinationArn: 'arn:aws:logs:x',
      Format: '$context.httpMethod $context.routeKey $context.status $context.nothing',
    },
  });
  const port = await api.start();
  const bench: HttpApiBench = {
    api,
    port,
    clock,
    problems,
    accessLines,
    events,
    answer: () => ({ ok: true, payload: { statusCode: 200, body: 'fine' } }),
    allowed: true,
    send: ({ method = 'GET', path, headers = {}, body }) =>
      new Promise((resolve, reject) => {
        const sent = request({ host: '127.0.0.1', port, method, path, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const { statusCode: status = 0, headers: received } = response;
            resolve({ status, headers: received, body: Buffer.concat(chunks).toString('utf8') });
          });
        });
        sent.on('error', reject);
        sent.end(body);
      }),
  };
  return bench;
}
