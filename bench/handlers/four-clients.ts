import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeServicesCommand, ECSClient } from '@aws-sdk/client-ecs';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';

const [alarms, items, ecs, machines] = [
  new CloudWatchClient({}),
  new DynamoDBClient({}),
  new ECSClient({}),
  new SFNClient({}),
];

/** A handler that talks to four services and imports their clients at its top, as most do. */
export async function handler({ id }: { readonly id: string }): Promise<unknown> {
  return Promise.all([
    alarms.send(new DescribeAlarmsCommand({ AlarmNames: [id] })),
    items.send(new GetItemCommand({ TableName: 'items', Key: { id: { S: id } } })),
    ecs.send(new DescribeServicesCommand({ services: [id] })),
    machines.send(new SendTaskSuccessCommand({ taskToken: id, output: '{}' })),
  ]);
}
