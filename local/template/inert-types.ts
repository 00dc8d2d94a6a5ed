/**
 * Resource types that have nothing to do on one machine (networks, keys, dashboards): they are made in name only, with
 * the identifiers that other resources want to refer to. A data table.
 */
import { createHash } from 'node:crypto';
import { arn, REGION } from '../kernel/account.ts';
import {
  type Properties,
  type Provisioned,
  type Provisioner,
  physicalName,
  type ResourceContext,
} from './provisioner.ts';

type Make = (context: ResourceContext, properties: Properties) => Provisioned;

/** The same identifier for the same resource of the same stack. */
export function idOf({ stack, logicalId }: ResourceContext, length = 17): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, length);
}

/** A property that is text. */
export function textOf(properties: Properties, name: string, otherwise: string): string {
  const value = properties[name];
  return typeof value === 'string' ? value : otherwise;
}

/** Ref gives `prefix-0123…`, and so do the attributes named. */
const id = (prefix: string, ...attributes: readonly string[]): Make => {
  return (context) => {
    const ref = `${prefix}-${idOf(context)}`;
    return { ref, attributes: Object.fromEntries(attributes.map((name) => [name, ref])) };
  };
};

/** Ref gives the physical name. */
const named: Make = (context) => ({ ref: physicalName(context), attributes: {} });

const inert: Readonly<Record<string, Make>> = {
  'AWS::CDK::Metadata': named,
  'AWS::CloudWatch::Dashboard': named,
  'Custom::VpcRestrictDefaultSG': named,

  'AWS::EC2::EIP': (context) => ({
    ref: '203.0.113.1',
    attributes: { AllocationId: `eipalloc-${idOf(context)}`, PublicIp: '203.0.113.1' },
  }),
  'AWS::EC2::FlowLog': id('fl', 'Id'),
  'AWS::EC2::InternetGateway': id('igw', 'InternetGatewayId'),
  'AWS::EC2::NatGateway': id('nat', 'NatGatewayId'),
  'AWS::EC2::NetworkAcl': id('acl', 'Id'),
  'AWS::EC2::NetworkAclEntry': named,
  'AWS::EC2::Route': named,
  'AWS::EC2::RouteTable': id('rtb', 'RouteTableId'),
  'AWS::EC2::SecurityGroup': (context, properties) => {
    const ref = `sg-${idOf(context)}`;
    return { ref, attributes: { GroupId: ref, Id: ref, VpcId: textOf(properties, 'VpcId', 'vpc-local') } };
  },
  'AWS::EC2::SecurityGroupEgress': id('sgr', 'Id'),
  'AWS::EC2::SecurityGroupIngress': id('sgr', 'Id'),
  'AWS::EC2::SubnetNetworkAclAssociation': named,
  'AWS::EC2::SubnetRouteTableAssociation': named,
  'AWS::EC2::VPC': (context, properties) => {
    const ref = `vpc-${idOf(context)}`;
    const group = `sg-${idOf(context)}`;
    const cidr = textOf(properties, 'CidrBlock', '10.0.0.0/16');
    return {
      ref,
      attributes: {
        VpcId: ref,
        CidrBlock: cidr,
        DefaultSecurityGroup: group,
        DefaultNetworkAcl: `acl-${idOf(context)}`,
      },
    };
  },
  'AWS::EC2::VPCEndpoint': id('vpce', 'Id'),
  'AWS::EC2::VPCGatewayAttachment': named,

  'AWS::KMS::Alias': (context, properties) => ({
    ref: textOf(properties, 'AliasName', `alias/${context.logicalId}`),
    attributes: {},
  }),
  'AWS::KMS::Key': (context) => {
    const hex = idOf(context, 32);
    const ref = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    return { ref, attributes: { Arn: arn('kms', `key/${ref}`), KeyId: ref } };
  },

  'AWS::Cognito::UserPool': (context) => {
    const ref = `${REGION}_${idOf(context, 9)}`;
    const provider = `cognito-idp.${REGION}.amazonaws.com/${ref}`;
    const attributes = {
      Arn: arn('cognito-idp', `userpool/${ref}`),
      ProviderName: provider,
      ProviderURL: `https://${provider}`,
      UserPoolId: ref,
    };
    return { ref, attributes };
  },
  'AWS::Cognito::UserPoolClient': (context) => {
    const ref = idOf(context, 26);
    return { ref, attributes: { ClientId: ref, Name: physicalName(context) } };
  },
  'AWS::Cognito::UserPoolDomain': (context, properties) => {
    const domain = textOf(properties, 'Domain', physicalName(context).toLowerCase());
    return { ref: domain, attributes: { CloudFrontDistribution: 'local.cloudfront.net' } };
  },
  'AWS::Cognito::UserPoolGroup': (context, properties) => ({
    ref: textOf(properties, 'GroupName', context.logicalId),
    attributes: {},
  }),
  'AWS::Cognito::UserPoolResourceServer': (context, properties) => ({
    ref: textOf(properties, 'Identifier', context.logicalId),
    attributes: {},
  }),

  'AWS::Lambda::LayerVersion': (context, properties) => {
    const ref = arn('lambda', `layer:${textOf(properties, 'LayerName', physicalName(context))}:1`);
    return { ref, attributes: { LayerVersionArn: ref } };
  },
};

export const inertTypes: Readonly<Record<string, Provisioner>> = Object.fromEntries(
  Object.entries(inert).map(([type, make]) => [
    type,
    { provision: (properties, context) => make(context, properties) } satisfies Provisioner,
  ]),
);
