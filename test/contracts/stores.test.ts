import { afterAll, beforeAll } from 'vitest';
import type { ServiceKey } from '../../core/domain/names.ts';
import { memoryCheckRuns } from '../fakes/memory-check-runs.ts';
import { memoryDeployments } from '../fakes/memory-deployments.ts';
import { memoryNotices } from '../fakes/memory-notices.ts';
import { memoryRollbackPoints } from '../fakes/memory-rollback-points.ts';
import { memoryServices } from '../fakes/memory-services.ts';
import { memoryAnswers, memoryPlans, memoryRules, memoryVersions, memoryWaits } from '../fakes/memory-stores.ts';
import { checkRunsContract } from './check-runs.ts';
import { dynamoStores } from './dynamo-stores.ts';
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
    told: async (service: ServiceKey) => notices.all.filter((notice) => notice.service === service),
  });
}

const onDynamoDb = (documents: () => StackTables['documents']) => async (): Promise<Stores> =>
  witness.adapters(dynamoStores(documents(), await tables.make()));

for (const [where, make] of [
  ['in memory', inMemory],
  ['on DynamoDB', onDynamoDb(() => tables.documents)],
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
