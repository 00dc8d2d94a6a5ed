/** The properties of load balancing resources in a template, which are hostile until parsed. */
import { type ZodType, z } from 'zod';
import type { Properties, ResourceContext } from '../template/provisioner.ts';

// CloudFormation takes numbers and booleans as text, too.
const number = z.union([z.number().int(), z.string().regex(/^\d+$/).transform(Number)]);
const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const code = z.union([z.string(), z.number().transform(String)]);
const texts = z.array(z.string());
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);
const attributes = z.array(z.strictObject({ Key: z.string(), Value: z.string() })).default([]);
const values = z.strictObject({ Values: texts });
const http = z.literal('HTTP', {
  error: 'only HTTP is supported by the local load balancer: there are no certificates here',
});

export const loadBalancerProperties = z.strictObject({
  Name: z
    .string()
    .regex(/^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/)
    .optional(),
  Type: z
    .literal('application', { error: 'only application load balancers are supported here' })
    .default('application'),
  Scheme: z.enum(['internet-facing', 'internal']).default('internet-facing'),
  IpAddressType: z.literal('ipv4').default('ipv4'),
  Subnets: texts.default([]),
  SubnetMappings: z.array(z.strictObject({ SubnetId: z.string() })).default([]),
  SecurityGroups: texts.default([]),
  LoadBalancerAttributes: attributes,
  Tags: tags,
});

export const targetGroupProperties = z.strictObject({
  Name: z
    .string()
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,30}[A-Za-z0-9])?$/)
    .optional(),
  TargetType: z
    .enum(['ip', 'instance'], { error: 'only ip and instance targets are supported here' })
    .default('instance'),
  Protocol: http,
  ProtocolVersion: z.literal('HTTP1').default('HTTP1'),
  IpAddressType: z.literal('ipv4').default('ipv4'),
  Port: number,
  VpcId: z.string().optional(),
  HealthCheckEnabled: truth.refine((on) => on, { error: 'must be true for ip and instance targets' }).default(true),
  HealthCheckProtocol: http.default('HTTP'),
  HealthCheckPath: z.string().startsWith('/').default('/'),
  HealthCheckPort: z.union([z.literal('traffic-port'), number.transform(String)]).default('traffic-port'),
  HealthCheckIntervalSeconds: number.pipe(z.number().min(5).max(300)).default(30),
  HealthCheckTimeoutSeconds: number.pipe(z.number().min(2).max(120)).default(5),
  HealthyThresholdCount: number.pipe(z.number().min(2).max(10)).default(5),
  UnhealthyThresholdCount: number.pipe(z.number().min(2).max(10)).default(2),
  Matcher: z
    .strictObject({ HttpCode: z.string().regex(/^\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*$/) })
    .default({ HttpCode: '200' }),
  TargetGroupAttributes: attributes,
  Targets: z.array(z.strictObject({ Id: z.string(), Port: number.optional() })).default([]),
  Tags: tags,
});

const action = z.strictObject({
  Type: z.enum(['forward', 'fixed-response', 'redirect'], {
    error: 'is not supported by the local load balancer; use forward, fixed-response or redirect',
  }),
  Order: number.optional(),
  TargetGroupArn: z.string().optional(),
  ForwardConfig: z
    .strictObject({
      TargetGroups: z.array(z.strictObject({ TargetGroupArn: z.string(), Weight: number.optional() })),
      TargetGroupStickinessConfig: z
        .strictObject({ Enabled: truth.optional(), DurationSeconds: number.optional() })
        .optional(),
    })
    .optional(),
  FixedResponseConfig: z
    .strictObject({ StatusCode: code, ContentType: z.string().optional(), MessageBody: z.string().optional() })
    .optional(),
  RedirectConfig: z
    .strictObject({
      StatusCode: z.enum(['HTTP_301', 'HTTP_302']),
      Protocol: z.string().optional(),
      Host: z.string().optional(),
      Port: code.optional(),
      Path: z.string().optional(),
      Query: z.string().optional(),
    })
    .optional(),
});

const condition = z.strictObject({
  Field: z.string(),
  Values: texts.optional(),
  PathPatternConfig: values.optional(),
  HostHeaderConfig: values.optional(),
  HttpHeaderConfig: z.strictObject({ HttpHeaderName: z.string(), Values: texts }).optional(),
  HttpRequestMethodConfig: values.optional(),
  QueryStringConfig: z
    .strictObject({ Values: z.array(z.strictObject({ Key: z.string().optional(), Value: z.string().optional() })) })
    .optional(),
  SourceIpConfig: values.optional(),
});

export const listenerProperties = z.strictObject({
  LoadBalancerArn: z.string(),
  Port: number.pipe(z.number().min(1).max(65_535)),
  Protocol: http,
  DefaultActions: z.array(action),
  Tags: tags,
});

export const ruleProperties = z.strictObject({
  ListenerArn: z.string(),
  Priority: number.pipe(z.number().min(1).max(50_000)),
  Conditions: z.array(condition),
  Actions: z.array(action),
  Tags: tags,
});

/** The properties as `schema` reads them. Throws with a message that names each property that is wrong. */
export function parse<Parsed>(schema: ZodType<Parsed>, properties: Properties, { logicalId }: ResourceContext): Parsed {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(`${logicalId} is not valid here:\n${z.prettifyError(result.error)}`);
}
