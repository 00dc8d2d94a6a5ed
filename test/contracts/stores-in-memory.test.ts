import { memoryCheckRuns } from '../fakes/memory-check-runs.ts';
import { memoryDeployments } from '../fakes/memory-deployments.ts';
import { memoryNotices } from '../fakes/memory-notices.ts';
import { memoryRollbackPoints } from '../fakes/memory-rollback-points.ts';
import { memoryServices } from '../fakes/memory-services.ts';
import { memoryAnswers, memoryRules, memoryVersions, memoryWaits } from '../fakes/memory-stores.ts';
import { checkRunsContract } from './check-runs.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { storesContract } from './stores.ts';

const make = async () => {
  return {
    versions: memoryVersions(),
    services: memoryServices(),
    rules: memoryRules(),
    deployments: memoryDeployments(),
    waits: memoryWaits(),
    answers: memoryAnswers(),
  };
};

storesContract('in memory', make);
outsideContract('in memory', make);

checkRunsContract('in memory', async () => memoryCheckRuns());
rollbackPointsContract('in memory', async () => {
  const notices = memoryNotices();
  return {
    rollbackPoints: memoryRollbackPoints(),
    notices,
    told: async (service) => notices.told.filter((notice) => notice.service === service),
  };
});
orderContract('in memory', async () => ({ services: memoryServices(), rules: memoryRules() }));
