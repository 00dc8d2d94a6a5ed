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
  const heads = new Map();
  return {
    versions: memoryVersions(),
    services: memoryServices(),
    deployments: memoryDeployments(heads),
    waits: memoryWaits(heads),
    rollbackPoints: memoryRollbackPoints(),
    answers: memoryAnswers(),
  };
});
