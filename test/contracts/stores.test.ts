import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import type { Notice } from '../../core/domain/log-line.ts';
import type { ServiceKey } from '../../core/domain/names.ts';
import { asStored } from '../../functions/aws/document-client.ts';
import { dynamoAnswers } from '../../functions/aws/dynamo-answers.ts';
import { dynamoCheckRuns } from '../../functions/aws/dynamo-check-runs.ts';
import { dynamoDeployments } from '../../functions/aws/dynamo-deployments.ts';
import { dynamoNotices } from '../../functions/aws/dynamo-notices.ts';
import { dynamoPlans } from '../../functions/aws/dynamo-plans.ts';
import { dynamoRollbackPoints } from '../../functions/aws/dynamo-rollback-points.ts';
import { dynamoRules } from '../../functions/aws/dynamo-rules.ts';
import { dynamoServices } from '../../functions/aws/dynamo-services.ts';
import { dynamoVersions } from '../../functions/aws/dynamo-versions.ts';
import { dynamoWaits } from '../../functions/aws/dynamo-waits.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { memoryCheckRuns } from '../fakes/memory-check-runs.ts';
import { memoryDeployments } from '../fakes/memory-deployments.ts';
import { memoryNotices } from '../fakes/memory-notices.ts';
import { memoryRollbackPoints } from '../fakes/memory-rollback-points.ts';
import { memoryServices } from '../fakes/memory-services.ts';
import { memoryAnswers, memoryPlans, memoryRules, memoryVersions, memoryWaits } from '../fakes/memory-stores.ts';
import { virtualTime } from '../fakes/virtual-time.ts';
import { checkRunsContract } from './check-runs.ts';
import { type StackTables, stackTables } from './dynamodb-bench.ts';
import { freshReadsContract } from './fresh-reads.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { type Stores, storesContract } from './stores.ts';
import { Witness } from './witness.ts';

let tables: StackTables;
beforeAll(async () => {
  tables = await stackTables();
});
afterAll(() => tables.end());

const witness = new Witness(
  'versions',
  'services',
  'rules',
  'deployments',
  'waits',
  'checkRuns',
  'rollbackPoints',
  'plans',
  'notices',
  'answers',
);

async function inMemory(): Promise<Stores> {
  const notices = memoryNotices();
  return witness.fakes({
    versions: memoryVersions(),
    services: memoryServices(),
    rules: memoryRules(),
    deployments: memoryDeployments(),
    waits: memoryWaits(),
    checkRuns: memoryCheckRuns(),
    rollbackPoints: memoryRollbackPoints(),
    plans: memoryPlans(),
    notices,
    answers: memoryAnswers(),
    told: async (service: ServiceKey) => notices.told.filter((notice) => notice.service === service),
  });
}

const onDynamoDb = (client: () => StackTables['client']) => async (): Promise<Stores> => {
  const { VersionHistory = '', Fleet = '', Deployments = '', RollbackPoints = '' } = await tables.make();
  return witness.adapters({
    versions: dynamoVersions(client(), VersionHistory),
    services: dynamoServices(client(), Fleet),
    rules: dynamoRules(client(), Fleet),
    deployments: dynamoDeployments(client(), Deployments),
    waits: dynamoWaits(client(), Deployments),
    checkRuns: dynamoCheckRuns(client(), Deployments),
    rollbackPoints: dynamoRollbackPoints(client(), RollbackPoints),
    plans: dynamoPlans(client(), Fleet),
    notices: dynamoNotices(client(), Deployments),
    answers: dynamoAnswers(client(), Fleet, virtualTime(new VirtualClock())),
    told: (service: ServiceKey) => noticesIn(client(), Deployments, service),
  });
};

async function noticesIn(
  client: StackTables['client'],
  table: string,
  service: ServiceKey,
): Promise<readonly Notice[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': `notice#${service}` },
    }),
  );
  return Items.map((item) => asStored<{ line: Notice }>(item).line);
}

for (const [where, make] of [
  ['in memory', inMemory],
  ['on DynamoDB', onDynamoDb(() => tables.client)],
] as const) {
  storesContract(where, make);
  outsideContract(where, make);
  orderContract(where, make);
  checkRunsContract(where, make);
  rollbackPointsContract(where, make);
}

freshReadsContract('in memory', inMemory);
freshReadsContract(
  'on DynamoDB, where replicas lag behind',
  onDynamoDb(() => tables.late),
);

witness.testifies();
