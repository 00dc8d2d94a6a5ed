import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll } from 'vitest';
import type { Notice } from '../../core/domain/log-line.ts';
import { asStored } from '../../functions/aws/document-client.ts';
import { dynamoAnswers } from '../../functions/aws/dynamo-answers.ts';
import { dynamoCheckRuns } from '../../functions/aws/dynamo-check-runs.ts';
import { dynamoDeployments } from '../../functions/aws/dynamo-deployments.ts';
import { dynamoNotices } from '../../functions/aws/dynamo-notices.ts';
import { dynamoRollbackPoints } from '../../functions/aws/dynamo-rollback-points.ts';
import { dynamoRules } from '../../functions/aws/dynamo-rules.ts';
import { dynamoServices } from '../../functions/aws/dynamo-services.ts';
import { dynamoVersions } from '../../functions/aws/dynamo-versions.ts';
import { dynamoWaits } from '../../functions/aws/dynamo-waits.ts';
import { makeTables } from '../../infra/tables.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { virtualTime } from '../fakes/virtual-time.ts';
import { aDynamoDb, type DynamoDbBench } from '../local/dynamodb/a-dynamodb.ts';
import { checkRunsContract } from './check-runs.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { type Stores, storesContract } from './stores.ts';

let bench: DynamoDbBench;
let client: DynamoDBDocumentClient;
let made = 0;
const tables = tablesOfTheStack();

beforeAll(async () => {
  bench = await aDynamoDb();
  client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: { handle: (request: Request) => answer(request) },
    }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
});
afterAll(async () => {
  client.destroy();
  await bench.end();
});

async function makeStores(): Promise<Stores> {
  const { VersionHistory = '', Fleet = '', Deployments = '' } = await newTables();
  return {
    versions: dynamoVersions(client, VersionHistory),
    services: dynamoServices(client, Fleet),
    rules: dynamoRules(client, Fleet),
    deployments: dynamoDeployments(client, Deployments),
    waits: dynamoWaits(client, Deployments),
    answers: dynamoAnswers(client, Fleet, virtualTime(new VirtualClock())),
  };
}

storesContract('on DynamoDB', makeStores);
orderContract('on DynamoDB', makeStores);

rollbackPointsContract('on DynamoDB', async () => {
  const { Deployments = '', RollbackPoints = '' } = await newTables();
  return {
    rollbackPoints: dynamoRollbackPoints(client, RollbackPoints),
    notices: dynamoNotices(client, Deployments),
    async told(service) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: Deployments,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `notice#${service}` },
        }),
      );
      return Items.map((item) => asStored<{ line: Notice }>(item).line);
    },
  };
});

outsideContract('on DynamoDB', makeStores);

checkRunsContract('on DynamoDB', async () => dynamoCheckRuns(client, (await newTables()).Deployments ?? ''));

/** Names of empty tables, by their names in the stack. */
async function newTables(): Promise<Readonly<Record<string, string>>> {
  const suffix = String(made++);
  const names = await Promise.all(
    Object.entries(tables).map(async ([name, properties]) => {
      const { ref } = await bench.provision('Table', { ...properties, TableName: `${name}-${suffix}` });
      return [name, ref] as const;
    }),
  );
  return Object.fromEntries(names);
}

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The engine answers the SDK's own requests: what is tested is what goes over the wire. */
async function answer({ headers, body }: Request) {
  const target = headers['x-amz-target'] ?? '';
  const { status, body: answered } = await bench.dynamodb.service.forward(target, asBytes(body));
  return {
    response: { statusCode: status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: answered },
  };
}

function asBytes(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? new Uint8Array(body) : Buffer.from(String(body));
}

/** Keys and indexes as the stack makes them, by the table's name in it. */
function tablesOfTheStack(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Tables');
  makeTables(stack, false);
  const resources = Object.entries(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  return Object.fromEntries(resources.map(([id, { Properties }]) => [id.slice(0, -'12345678'.length), Properties]));
}
