import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { BatchGetImageCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { DescribeServicesCommand, ECSClient, StopServiceDeploymentCommand } from '@aws-sdk/client-ecs';
import {
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until, type Why } from '../../local/story/api.ts';
import { type ExampleWorld, oneTask, startExample, WEB } from './world-fixture.ts';

let world: ExampleWorld;
let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  world = await startExample({ example: oneTask });
  await world.put(WEB, { policy: { kind: 'manual' } });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  settings = { endpoint: world.world.wire.url, region: 'us-east-1', credentials };
});
afterAll(() => world?.stop());

test('Amazon ECS describes the service, and knows no service deployment that there is not', async () => {
  const client = new ECSClient(settings);
  const { services } = await client.send(new DescribeServicesCommand({ cluster: 'example', services: ['web'] }));
  expect(services).toMatchObject([
    { status: 'ACTIVE', runningCount: 1, deploymentConfiguration: { strategy: 'BLUE_GREEN' } },
  ]);
  expect(services?.[0]?.createdAt).toBeInstanceOf(Date);
  const serviceDeploymentArn = 'arn:aws:ecs:us-east-1:000000000000:service-deployment/example/web/none';
  await expect(client.send(new StopServiceDeploymentCommand({ serviceDeploymentArn }))).rejects.toMatchObject({
    name: 'ServiceDeploymentNotFoundException',
  });
});

test('Amazon ECR tells what was pushed over the registry protocol', async () => {
  const client = new ECRClient(settings);
  const imageDigest = await world.push('web', '1.0.0');
  const { imageDetails } = await client.send(
    new DescribeImagesCommand({ repositoryName: 'web', imageIds: [{ imageTag: '1.0.0' }] }),
  );
  expect(imageDetails).toMatchObject([{ imageDigest, imageTags: ['1.0.0'] }]);
  const { images } = await client.send(
    new BatchGetImageCommand({ repositoryName: 'web', imageIds: [{ imageDigest }] }),
  );
  expect(JSON.parse(images?.[0]?.imageManifest ?? '')).toMatchObject({ schemaVersion: 2 });
});

test('Step Functions shows the machines with their definitions', async () => {
  const client = new SFNClient(settings);
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  const deploy = stateMachines.find(({ name }) => name === 'belay-deploy');
  const { definition } = await client.send(
    new DescribeStateMachineCommand({ stateMachineArn: deploy?.stateMachineArn }),
  );
  expect(JSON.parse(definition ?? '')).toMatchObject({ QueryLanguage: 'JSONata' });
});

test('DynamoDB keeps an item in a table of the stack', async () => {
  const client = new DynamoDBClient(settings);
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes('RollbackPoints'));
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, sk: { S: 'b' }, note: { S: 'kept' } } }));
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' }, sk: { S: 'b' } } }));
  expect(Item).toMatchObject({ note: { S: 'kept' } });
});

test('an event that somebody puts on the bus of Belay reaches Slack by rule, queue and function', async () => {
  const client = new EventBridgeClient(settings);
  const { EventBuses = [] } = await client.send(new ListEventBusesCommand({}));
  const bus = EventBuses.find(({ Name }) => Name !== 'default')?.Name;
  const { Rules } = await client.send(new ListRulesCommand({ EventBusName: bus }));
  expect(Rules).toHaveLength(1);
  const text = 'said by a test';
  const line = {
    seq: 1,
    deployment: 'd',
    service: WEB,
    event: 'version:update:start',
    at: '2026-01-01T00:00:00Z',
    text,
  };
  await client.send(
    new PutEventsCommand({
      Entries: [
        { EventBusName: bus, Source: 'belay', DetailType: line.event, Detail: JSON.stringify({ ...line, data: {} }) },
      ],
    }),
  );
  await until('the message', 10, async () => world.world.slack.messages.find((message) => message.text.includes(text)));
});

test('CloudWatch takes a metric and gives it back, and describes the alarms of the example', async () => {
  const client = new CloudWatchClient(settings);
  const now = world.world.clock.now();
  const Timestamp = new Date(now);
  const metric = { MetricName: 'Climbers', Value: 3, Timestamp };
  await client.send(new PutMetricDataCommand({ Namespace: 'Test', MetricData: [metric] }));
  const { MetricDataResults } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 600_000),
      EndTime: new Date(now + 600_000),
      MetricDataQueries: [
        { Id: 'a', MetricStat: { Metric: { Namespace: 'Test', MetricName: 'Climbers' }, Period: 60, Stat: 'Sum' } },
      ],
    }),
  );
  expect(MetricDataResults?.[0]?.Values).toEqual([3]);
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({ AlarmNamePrefix: 'web-' }));
  expect(MetricAlarms.map(({ AlarmName }) => AlarmName)).toEqual(['web-5xx']);
});

const JSON_1_1 = {
  ecs: 'AmazonEC2ContainerServiceV20141113',
  ecr: 'AmazonEC2ContainerRegistry_V20150921',
  events: 'AWSEvents',
};

test.each(Object.entries(JSON_1_1))(
  'an operation that %s does not have is the error of AWS',
  async (service, target) => {
    expect(await ask(service, `${target}.MakeCoffee`, {})).toMatchObject({
      status: 400,
      body: expect.stringContaining('UnknownOperationException'),
    });
  },
);

test('a parameter that an operation does not have is the error of AWS, and names it', async () => {
  const answer = await ask('ecs', `${JSON_1_1.ecs}.DescribeServices`, { services: ['web'], colour: 'green' });
  expect(answer).toMatchObject({
    status: 400,
    body: expect.stringMatching(/ValidationException|SerializationException|InvalidParameter|ClientException/),
  });
  expect(answer.body).toContain('colour');
});

test('a push to a service that is deployed by hand is recorded, and nothing is deployed', async () => {
  expect(await world.decision(WEB, '1.0.0')).toMatchObject({ outcome: 'recorded' });
  const { head } = await world.api.get<Why & { head: object }>(`/services/${WEB}/why`);
  expect(head).not.toHaveProperty('live');
});

/** A request as no client of AWS would build it. */
async function ask(service: string, target: string, body: object): Promise<{ status: number; body: string }> {
  const scope = `test/20260101/us-east-1/${service}/aws4_request`;
  const answer = await fetch(settings.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.text() };
}
