import * as cloudwatchModule from '@aws-sdk/client-cloudwatch';
import { ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from 'vitest';
import type { Room } from '../../core/ports.ts';
import { awsRoom, CloudWatchClient } from '../../functions/aws/aws-room.ts';
import { signedPost } from '../../functions/aws/signed-post.ts';
import { FARGATE_USAGE } from '../../local/cloudwatch/quotas.ts';
import { createEc2 } from '../../local/ec2/create-ec2.ts';
import { AwsError } from '../../local/kernel/aws-error.ts';
import { FakeSurroundings } from '../fakes/fake-surroundings.ts';
import { aCloudWatch } from '../local/cloudwatch/a-cloudwatch.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { Witness } from './witness.ts';

const witness = new Witness('room');

interface Bench {
  readonly room: Room;
  readonly subnets: readonly [string, string];
}

async function played(): Promise<Bench> {
  const room = new FakeSurroundings();
  room.vcpu = { most: 4000, taken: 12 };
  room.addresses.set('subnet-1', 248).set('subnet-2', 11);
  room.gone.add('subnet-3');
  return { ...witness.fakes({ room }), subnets: ['subnet-1', 'subnet-2'] };
}

async function onAws(allowed = true): Promise<Bench> {
  const { cloudwatch, clock } = aCloudWatch();
  cloudwatch.gauge(FARGATE_USAGE['on-demand'], () => 12);
  const ec2 = createEc2({ taken: (subnet) => (subnet === made[0] ? 3 : 0) });
  const make = async (logicalId: string, CidrBlock: string): Promise<string> => {
    const context = { stack: 'Stack', logicalId, metadata: {}, directory: '/', previous: undefined };
    const properties = { CidrBlock, VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' };
    const { ref = '' } = (await ec2.provisioners['AWS::EC2::Subnet']?.provision(properties, context)) ?? {};
    return ref;
  };
  const made = [await make('A', '10.0.0.0/24'), await make('B', '10.0.1.0/28')] as const;
  const wire = await aWire({
    services: [{ module: cloudwatchModule, service: cloudwatch.service }],
    raw: [ec2.service],
    authorize() {
      if (!allowed) throw new AwsError('AccessDeniedException', 'Belay is not authorized to perform: that');
    },
  });
  const ec2Post = signedPost(new ECSClient(clientOf(wire)).config, 'ec2', wire.url);
  const room = awsRoom(new CloudWatchClient(clientOf(wire)), ec2Post, clock);
  return { ...witness.adapters({ room }), subnets: made };
}

test.each([
  ['that is played', played],
  ['on AWS', () => onAws()],
] as const)('the room %s: vCPU that run against those that may, and free addresses', async (_, make) => {
  const { room, subnets } = await make();
  expect(await room.fargate('on-demand')).toEqual({ most: 4000, taken: 12 });
  expect(await room.freeAddresses(subnets)).toEqual({ [subnets[0]]: 248, [subnets[1]]: 11 });
  expect(await room.freeAddresses([subnets[1]])).toEqual({ [subnets[1]]: 11 });
  await expect(room.freeAddresses(['subnet-3'])).rejects.toThrow("The subnet ID 'subnet-3' does not exist");
});

test('CloudWatch says nothing of Fargate where nothing runs there', async () => {
  const { room } = await onAws();
  expect(await room.fargate('spot')).toBeUndefined();
});

test('what Amazon EC2 refuses has its name and its words', async () => {
  const { room, subnets } = await onAws(false);
  await expect(room.freeAddresses(subnets)).rejects.toMatchObject({
    name: 'UnauthorizedOperation',
    message: 'Belay is not authorized to perform: that',
  });
});

witness.testifies();
