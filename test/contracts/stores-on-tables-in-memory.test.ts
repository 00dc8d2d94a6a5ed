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
import { clientOf } from '../simulation/table/client-of.ts';
import { TablesInMemory } from '../simulation/table/tables-in-memory.ts';
import { checkRunsContract } from './check-runs.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { type Stores, storesContract } from './stores.ts';

const newTables = () => new TablesInMemory(() => 0);

async function makeStores(): Promise<Stores> {
  const client = clientOf(newTables());
  return {
    versions: dynamoVersions(client, 'VersionHistory'),
    services: dynamoServices(client, 'Fleet'),
    rules: dynamoRules(client, 'Fleet'),
    deployments: dynamoDeployments(client, 'Deployments'),
    waits: dynamoWaits(client, 'Deployments'),
    answers: dynamoAnswers(client, 'Fleet', virtualTime(new VirtualClock())),
  };
}

storesContract('on tables in memory', makeStores);
orderContract('on tables in memory', makeStores);
outsideContract('on tables in memory', makeStores);
checkRunsContract('on tables in memory', async () => dynamoCheckRuns(clientOf(newTables()), 'Deployments'));

rollbackPointsContract('on tables in memory', async () => {
  const tables = newTables();
  return {
    rollbackPoints: dynamoRollbackPoints(clientOf(tables), 'RollbackPoints'),
    notices: dynamoNotices(clientOf(tables), 'Deployments'),
    told: async (service) =>
      [...tables.partition('Deployments', `notice#${service}`).values()].map(
        (item) => asStored<{ line: Notice }>(item).line,
      ),
  };
});
