import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
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
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { virtualTime } from '../fakes/virtual-time.ts';
import { checkRunsContract } from './check-runs.ts';
import { type StackTables, stackTables } from './dynamodb-bench.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { type Stores, storesContract } from './stores.ts';

let tables: StackTables;
let client: DynamoDBDocumentClient;
const newTables = () => tables.make();

beforeAll(async () => {
  tables = await stackTables();
  client = tables.client;
});
afterAll(() => tables.end());

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
