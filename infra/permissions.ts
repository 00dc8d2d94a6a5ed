import type { StepName } from '../core/steps/index.ts';
import type { FunctionName } from './function-names.ts';
import type { Right } from './rights/right.ts';
import type { Rights } from './rights/rights.ts';

/** What each function may do, and nothing else. */
export function rightsOfFunctions(may: Rights): Record<FunctionName, readonly Right[]> {
  const wake = [may.followDeployment, may.wakeMachine];
  const begin = may.startMachine;
  return {
    api: [
      may.newestVersions,
      may.history('UpdateItem'),
      may.points('GetItem', 'Query'),
      may.deployments('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.fleet('Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.listServices,
      may.readService,
      may.readImages,
      may.stopDeployment,
      begin,
      ...wake,
    ],
    'on-image-pushed': [
      may.history('PutItem', 'UpdateItem'),
      may.fleet('Query'),
      may.deployments('GetItem', 'PutItem', 'UpdateItem'),
      may.readImages,
      begin,
    ],
    'on-ecs-event': [
      may.fleet('Query'),
      may.deployments('GetItem', 'UpdateItem', 'DeleteItem'),
      may.stopDeployment,
      ...wake,
    ],
    'on-alarm': [
      may.fleet('Query'),
      may.points('GetItem'),
      may.deployments('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.stopDeployment,
      begin,
      ...wake,
    ],
    'on-execution-ended': [
      may.history('UpdateItem'),
      may.fleet('Query', 'PutItem'),
      may.deployments('GetItem', 'PutItem', 'UpdateItem'),
      may.followDeployment,
      may.stopDeployment,
      may.updateService,
      begin,
    ],
    'on-change': [may.readStream, may.tellBus],
    'on-due': [may.fleet('Query'), may.deployments('GetItem', 'UpdateItem', 'DeleteItem'), ...wake],
    'notify-slack': [may.tellSlack, may.nameExecutions],
    reconcile: [
      may.history('GetItem', 'PutItem', 'UpdateItem'),
      may.newestVersions,
      may.fleet('Query', 'PutItem'),
      may.listServices,
      may.deployments('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.overdueWaits,
      may.readImages,
      may.stopDeployment,
      may.updateService,
      may.readExecutions,
      begin,
      ...wake,
    ],
  };
}

/** What each step may do. A step without an entry here does not compile. */
export function rightsOfSteps(may: Rights): Record<StepName, readonly Right[]> {
  const settings = may.fleet('Query');
  const wait = [
    settings,
    may.deployments('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
    may.followDeployment,
    may.wakeMachine,
  ];
  const readServing = [
    settings,
    may.deployments('GetItem'),
    may.readService,
    may.followDeployment,
    may.readWeights,
    may.readTargets,
  ];
  return {
    Plan: [
      settings,
      may.deployments('GetItem', 'UpdateItem'),
      may.readService,
      may.listDeployments,
      may.readImages,
      may.readAlarms,
      may.readWeights,
    ],
    CaptureRollbackPoint: [
      settings,
      may.deployments('GetItem', 'UpdateItem'),
      may.points('PutItem'),
      may.history('GetItem'),
      may.readService,
      may.followDeployment,
      may.readTaskDefinition,
      may.readImages,
    ],
    StartDeployment: [
      ...wait,
      may.readService,
      may.readImages,
      may.readTaskDefinition,
      may.registerTaskDefinition,
      may.updateService,
    ],
    Judge: [
      settings,
      may.deployments('GetItem', 'PutItem', 'UpdateItem'),
      may.readService,
      may.followDeployment,
      may.readAlarms,
      may.readMetrics,
      may.readTargets,
      may.findTestEndpoint,
    ],
    ContinueDeployment: [...wait, may.continueDeployment],
    Bake: [...wait, may.wakeLater],
    Look: [settings, may.deployments('GetItem', 'UpdateItem'), may.followDeployment, may.readStoppedTasks],
    StopDeployment: [...wait, may.stopDeployment],
    RestoreOldVersion: [
      ...wait,
      may.points('GetItem'),
      may.readImages,
      may.readTaskDefinition,
      may.registerTaskDefinition,
      may.updateService,
    ],
    ReadOutcome: readServing,
    Verify: readServing,
    Close: [
      may.history('UpdateItem'),
      may.fleet('Query', 'PutItem'),
      may.deployments('GetItem', 'PutItem', 'UpdateItem'),
      may.updateService,
      may.startMachine,
    ],
  };
}
