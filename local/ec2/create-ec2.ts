import { randomUUID } from 'node:crypto';
import { REGION } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { idOf, textOf } from '../template/inert-types.ts';
import type { Provisioner } from '../template/provisioner.ts';
import type { RawService } from '../wire/raw-service.ts';
import { element, escaped } from '../wire/write-xml.ts';

/** Of every subnet AWS keeps the first four addresses and the last. */
const RESERVED = 5;

export interface Ec2 {
  readonly service: RawService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
}

interface Subnet {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  readonly cidr: string;
}

/** Amazon EC2, as far as subnets go: they have no packets to carry here, and run out of addresses all the same. `taken` counts those of tasks. */
export function createEc2({ taken }: { taken(subnet: string): number }): Ec2 {
  const subnets = new Map<string, Subnet>();
  return {
    provisioners: {
      'AWS::EC2::Subnet': {
        provision(properties, context) {
          const id = `subnet-${idOf(context)}`;
          const zone = textOf(properties, 'AvailabilityZone', `${REGION}a`);
          const cidr = textOf(properties, 'CidrBlock', '10.0.0.0/16');
          const vpc = textOf(properties, 'VpcId', 'vpc-local');
          subnets.set(id, { id, vpc, zone, cidr });
          return { ref: id, attributes: { SubnetId: id, AvailabilityZone: zone, CidrBlock: cidr, VpcId: vpc } };
        },
      },
    },
    service: {
      name: 'ec2',
      targets: ['2016-11-15'],
      permissions(operation) {
        if (operation !== 'DescribeSubnets')
          throw new AwsError('InvalidAction', `The local Amazon EC2 does not support ${operation}.`);
        return [{ action: 'ec2:DescribeSubnets', resource: '*' }];
      },
      async forward(_, body) {
        const items = asked(Buffer.from(body).toString()).map((id) => {
          const subnet = subnets.get(id);
          if (subnet === undefined)
            throw new AwsError('InvalidSubnetID.NotFound', `The subnet ID '${id}' does not exist`);
          return element('item', described(subnet, taken(id)));
        });
        const xml = element('requestId', randomUUID()) + element('subnetSet', items.join(''));
        const answer = `<DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${xml}</DescribeSubnetsResponse>`;
        return { status: 200, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: Buffer.from(answer) };
      },
    },
  };
}

/** The ids that are asked for: `SubnetId.1`, `SubnetId.2` … */
function asked(form: string): readonly string[] {
  const ids: string[] = [];
  for (const [name, value] of new URLSearchParams(form)) {
    if (name === 'Action' || name === 'Version') continue;
    if (!/^SubnetId\.\d+$/.test(name))
      throw new AwsError('UnknownParameter', `The local Amazon EC2 does not know the parameter ${name}.`);
    ids.push(value);
  }
  if (ids.length === 0)
    throw new AwsError('MissingParameter', 'The local Amazon EC2 describes subnets by SubnetId alone.');
  return ids;
}

function described({ id, vpc, zone, cidr }: Subnet, taken: number): string {
  const size = 2 ** (32 - Number(cidr.slice(cidr.indexOf('/') + 1)));
  const fields = {
    subnetId: id,
    state: 'available',
    vpcId: vpc,
    cidrBlock: cidr,
    availableIpAddressCount: String(Math.max(0, size - RESERVED - taken)),
    availabilityZone: zone,
  };
  return Object.entries(fields)
    .map(([name, value]) => element(name, escaped(value)))
    .join('');
}
