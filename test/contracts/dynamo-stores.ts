import type { Notice } from '../../core/domain/log-line.ts';
import type { ServiceKey } from '../../core/domain/names.ts';
import { asStored } from '../../functions/aws/document-client.ts';
import type { Documents } from '../../functions/aws/documents.ts';
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
import { virtualTime } from '../fakes/virtual-time.ts';
import type { Stores } from './stores.ts';

/** All stores on the same tables; `names` of the tables by their names in the stack. */
export function dynamoStores(documents: Documents, names: Readonly<Record<string, string>>): Stores {
  const { VersionHistory = '', Fleet = '', Deployments = '', RollbackPoints = '' } = names;
  return {
    versions: dynamoVersions(documents, VersionHistory),
    services: dynamoServices(documents, Fleet),
    rules: dynamoRules(documents, Fleet),
    deployments: dynamoDeployments(documents, Deployments),
    waits: dynamoWaits(documents, Deployments),
    checkRuns: dynamoCheckRuns(documents, Deployments),
    rollbackPoints: dynamoRollbackPoints(documents, RollbackPoints),
    plans: dynamoPlans(documents, Fleet),
    notices: dynamoNotices(documents, Deployments),
    answers: dynamoAnswers(documents, Fleet, virtualTime(new VirtualClock())),
    told: (service: ServiceKey) => noticesIn(documents, Deployments, service),
  };
}

async function noticesIn(documents: Documents, table: string, service: ServiceKey): Promise<readonly Notice[]> {
  const { Items = [] } = await documents.query({
    TableName: table,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': `notice#${service}` },
  });
  return Items.map((item) => asStored<{ line: Notice }>(item).line);
}
