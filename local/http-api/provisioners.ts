import { createHash } from 'node:crypto';
import { z } from 'zod';
import { parseProperties } from '../lambda/parse-properties.ts';
import type { Provisioner, ResourceContext } from '../template/provisioner.ts';
import type { Api, Authorization } from './api-model.ts';

const ignored = z.unknown().optional();

const api = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP', 'only HTTP APIs are served'),
  Description: ignored,
  Tags: ignored,
});

const integration = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string().includes(':function:'),
  PayloadFormatVersion: z.literal('2.0'),
  IntegrationMethod: z.literal('POST').optional(),
  TimeoutInMillis: z.coerce.number().int().min(50).max(30_000).default(30_000),
  Description: ignored,
});

const route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string().regex(/^(\$default|[A-Z]+ \/\S*)$/),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM', 'JWT']).default('NONE'),
  AuthorizerId: z.string().optional(),
  AuthorizationScopes: z.array(z.string()).default([]),
  Target: z.string().startsWith('integrations/'),
  OperationName: ignored,
});

const authorizer = z.strictObject({
  ApiId: z.string(),
  Name: ignored,
  AuthorizerType: z.literal('JWT', 'only JWT authorizers are served'),
  IdentitySource: z.tuple([z.literal('$request.header.Authorization')]),
  JwtConfiguration: z.strictObject({ Issuer: z.url(), Audience: z.array(z.string()).min(1) }),
});

const settings = z.strictObject({
  ThrottlingBurstLimit: z.coerce.number().int().min(0).optional(),
  ThrottlingRateLimit: z.coerce.number().min(0).optional(),
  DetailedMetricsEnabled: ignored,
});

const stage = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: z.literal(true, 'a stage that is not deployed automatically would show an old API').optional(),
  DefaultRouteSettings: settings.optional(),
  RouteSettings: z.record(z.string(), settings).default({}),
  StageVariables: z.record(z.string(), z.string()).default({}),
  AccessLogSettings: z.strictObject({ DestinationArn: z.string(), Format: z.string() }).optional(),
  Description: ignored,
  Tags: ignored,
});

/** The provisioners of an HTTP API and its parts. `apis` is filled; `endpoint` is where they all are served. */
export function httpApiProvisioners(apis: Map<string, Api>, endpoint: string): Record<string, Provisioner> {
  const find = (id: string): Api => {
    const found = apis.get(id);
    if (found === undefined) throw new Error(`ApiId: there is no HTTP API ${id}.`);
    return found;
  };
  return {
    'AWS::ApiGatewayV2::Api': {
      provision(properties, context) {
        const { Name: name } = parseProperties(api, properties);
        const id = idOf(context);
        const [other] = [...apis.values()].filter((known) => known.id !== id);
        if (other !== undefined) {
          throw new Error(
            `HTTP API ${name}: ${endpoint} serves ${other.name}, and one API is all that local mode serves.`,
          );
        }
        const parts = { stages: new Map(), integrations: new Map(), authorizers: new Map(), routes: new Map() };
        apis.set(id, { id, name, ...parts });
        return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
      },
    },
    'AWS::ApiGatewayV2::Integration': {
      provision(properties, context) {
        const parsed = parseProperties(integration, properties);
        const id = idOf(context);
        find(parsed.ApiId).integrations.set(id, {
          functionArn: functionArn(parsed.IntegrationUri),
          timeoutMs: parsed.TimeoutInMillis,
        });
        return { ref: id, attributes: { IntegrationId: id } };
      },
    },
    'AWS::ApiGatewayV2::Authorizer': {
      provision(properties, context) {
        const { ApiId, JwtConfiguration } = parseProperties(authorizer, properties);
        const id = idOf(context);
        find(ApiId).authorizers.set(id, { issuer: JwtConfiguration.Issuer, audience: JwtConfiguration.Audience });
        return { ref: id, attributes: { AuthorizerId: id } };
      },
    },
    'AWS::ApiGatewayV2::Route': {
      provision(properties, context) {
        const parsed = parseProperties(route, properties);
        const owner = find(parsed.ApiId);
        const integrationId = parsed.Target.slice('integrations/'.length);
        if (!owner.integrations.has(integrationId))
          throw new Error(`Target: there is no integration ${integrationId}.`);
        const authorization = authorizationOf(owner, parsed);
        owner.routes.set(parsed.RouteKey, { key: parsed.RouteKey, integrationId, authorization });
        const id = idOf(context);
        return { ref: id, attributes: { RouteId: id } };
      },
    },
    'AWS::ApiGatewayV2::Stage': {
      provision(properties) {
        const parsed = parseProperties(stage, properties);
        const all = [['', parsed.DefaultRouteSettings] as const, ...Object.entries(parsed.RouteSettings)];
        const throttling = new Map(all.flatMap(([key, one]) => throttlingOf(key, one)));
        const log = parsed.AccessLogSettings;
        find(parsed.ApiId).stages.set(parsed.StageName, {
          name: parsed.StageName,
          variables: parsed.StageVariables,
          throttling,
          accessLog: log === undefined ? undefined : { destinationArn: log.DestinationArn, format: log.Format },
        });
        return { ref: parsed.StageName, attributes: {} };
      },
    },
  };
}

function authorizationOf(owner: Api, parsed: z.infer<typeof route>): Authorization {
  const { AuthorizationType, AuthorizerId } = parsed;
  if (AuthorizationType === 'NONE') return { kind: 'none' };
  if (AuthorizationType === 'AWS_IAM') return { kind: 'iam' };
  if (AuthorizerId === undefined || !owner.authorizers.has(AuthorizerId)) {
    throw new Error(`AuthorizerId: route ${parsed.RouteKey} wants a JWT, and there is no authorizer ${AuthorizerId}.`);
  }
  return { kind: 'jwt', authorizerId: AuthorizerId, scopes: parsed.AuthorizationScopes };
}

function throttlingOf(
  key: string,
  given: z.infer<typeof settings> | undefined,
): readonly (readonly [string, { burst: number; rate: number }])[] {
  const { ThrottlingBurstLimit: burst, ThrottlingRateLimit: rate } = given ?? {};
  if (burst === undefined || rate === undefined) return [];
  return [[key, { burst, rate }]];
}

/** An integration names a function by its ARN, or by the path under which API Gateway invokes it. */
function functionArn(uri: string): string {
  return /functions\/(arn:aws:lambda:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
}

/** The same resource has the same id at every start, in the manner of API Gateway. */
function idOf(context: ResourceContext): string {
  const hash = createHash('sha256').update(`${context.stack}/${context.logicalId}`).digest();
  return [...hash.subarray(0, 10)].map((byte) => 'abcdefghijklmnopqrstuvwxyz0123456789'[byte % 36]).join('');
}
