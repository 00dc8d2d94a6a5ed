import { memoryCheckRuns } from '../fakes/memory-check-runs.ts';
import { memoryDeployments } from '../fakes/memory-deployments.ts';
import {
  memoryAnswers,
  memoryRollbackPoints,
  memoryServices,
  memoryVersions,
  memoryWaits,
} from '../fakes/memory-stores.ts';
import { checkRunsContract } from './check-runs.ts';
import { storesContract } from './stores.ts';

storesContract('in memory', async () => {
  return {
    versions: memoryVersions(),
    services: memoryServices(),
    deployments: memoryDeployments(),
    waits: memoryWaits(),
    rollbackPoints: memoryRollbackPoints(),
    answers: memoryAnswers(),
  };
});

checkRunsContract('in memory', async () => memoryCheckRuns());
