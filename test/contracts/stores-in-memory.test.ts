import { memoryDeployments } from '../fakes/memory-deployments.ts';
import {
  memoryAnswers,
  memoryRollbackPoints,
  memoryServices,
  memoryVersions,
  memoryWaits,
} from '../fakes/memory-stores.ts';
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
