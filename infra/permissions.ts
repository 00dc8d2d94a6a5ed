import type { StepName } from '../core/steps/index.ts';
import type { FunctionName } from './function-names.ts';
import type { Right } from './rights/right.ts';
import type { Rights } from './rights/rights.ts';

/** What each function may do, and nothing else. */
export function rightsOfFunctions(may: Rights): Record<FunctionName, readonly Right[]> {
  // Whoever wakes a machine at a gate begins its bake, and says so in the log.
  const wake = [
    may.followDeployment,
    may.readStoppedTasks,
    may.wakeMachine,
    may.wakeLater,
    may.deployments('Query', 'PutItem'),
  ];
  const begin = may.startMachine;
  const verify = [
    may.readRepositories,
    may.readTaskDefinition,
    may.findSecrets,
    may.readTargetGroups,
    may.readTargets,
    may.findTestEndpoint,
    may.readAlarms,
    may.knowTaskRoles,
  ];
  const checkPoint = [
    may.points('GetItem', 'Query', 'UpdateItem'),
    may.readService,
    may.readTaskDefinition,
    may.readImages,
    may.findSecrets,
  ];
  const hearLastWords = [may.readStoppedTasks, may.readTaskDefinition, may.readLogs];
  return {
    api: [
      may.newestVersions,
      may.history('GetItem', 'PutItem', 'UpdateItem'),
      may.points('PutItem', 'DeleteItem'),
      may.findPoints,
      may.deployments('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.listPastDeployments,
      may.fleet('GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.listServices,
      may.findBalancers,
      may.makeAlarms,
      may.readAlarms,
      may.readWeights,
      may.findTestEndpoint,
      may.startRehearsal,
      may.stopDeployment,
      may.wakeLater,
      may.findServices,
      may.updateService,
      begin,
      ...checkPoint,
      ...wake,
      ...verify,
      ...hearLastWords,
    ],
    'on-image-pushed': [
      may.history('PutItem', 'UpdateItem'),
      may.fleet('Query'),
      may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.readImages,
      begin,
    ],
    'on-ecs-event': [
      may.fleet('Query'),
      may.history('GetItem'),
      may.deployments('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.listPastDeployments,
      may.readService,
      may.stopDeployment,
      may.continueDeployment,
      ...wake,
      ...hearLastWords,
    ],
    'on-alarm': [
      may.fleet('Query'),
      may.points('GetItem'),
      may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem'),
      may.stopDeployment,
      begin,
      ...wake,
    ],
    'on-execution-ended': [
      may.points('UpdateItem'),
      may.history('UpdateItem'),
      may.fleet('Query', 'PutItem'),
      may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem'),
      may.followDeployment,
      may.stopDeployment,
      may.updateService,
      may.followCheckTasks,
      begin,
    ],
    'on-change': [may.readStream, may.tellBus],
    'on-rehearsal': [may.points('GetItem', 'UpdateItem'), may.findPoints, may.deployments('PutItem'), may.endRehearsal],
    'on-due': [
      may.history('UpdateItem'),
      may.newestVersions,
      may.fleet('Query', 'PutItem'),
      may.listServices,
      may.deployments('GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.wakeLater,
      begin,
      may.wakeMachine,
    ],
    'notify-slack': [may.tellSlack, may.nameExecutions],
    reconcile: [
      may.points('UpdateItem'),
      may.history('GetItem', 'PutItem', 'UpdateItem'),
      may.newestVersions,
      may.fleet('Query', 'PutItem'),
      may.listServices,
      may.deployments('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.overdueDeployments,
      may.listPastDeployments,
      may.readImages,
      may.stopDeployment,
      may.updateService,
      may.followCheckTasks,
      may.readExecutions,
      begin,
      ...wake,
    ],
    'check-points': [may.listServices, may.fleet('Query'), may.deployments('GetItem', 'PutItem'), ...checkPoint],
  };
}

/** What each step may do. A step without an entry here does not compile. */
export function rightsOfSteps(may: Rights): Record<StepName, readonly Right[]> {
  const settings = may.fleet('Query');
  const standing = [settings, may.deployments('GetItem', 'Query')];
  const wait = [
    settings,
    may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    may.followDeployment,
    may.readStoppedTasks,
    may.wakeMachine,
  ];
  return {
    Plan: [
      ...standing,
      may.deployments('UpdateItem'),
      may.history('GetItem'),
      may.readService,
      may.followDeployment,
      may.readImages,
      may.readAlarms,
      may.readWeights,
      may.findTestEndpoint,
      may.knowTimeouts,
    ],
    CaptureRollbackPoint: [
      ...standing,
      may.deployments('UpdateItem'),
      may.points('PutItem', 'Query', 'DeleteItem'),
      may.readTaskDefinition,
      may.registerTaskDefinition,
    ],
    StartDeployment: [...wait, may.updateService],
    RunChecks: [...wait, may.readService, may.runCheckTasks],
    Judge: [
      ...standing,
      may.deployments('PutItem', 'UpdateItem'),
      may.readService,
      may.readAlarms,
      may.readMetrics,
      may.readTargets,
      may.findTestEndpoint,
      may.followCheckTasks,
    ],
    ContinueDeployment: [...wait, may.wakeLater, may.continueDeployment],
    Bake: [...wait, may.wakeLater],
    WaitForPerson: wait,
    WaitForApproval: wait,
    EndOldWork: [...wait, may.endProtection],
    Look: [...standing, may.deployments('UpdateItem'), may.followDeployment, may.readStoppedTasks],
    StopDeployment: [...wait, may.stopDeployment],
    RestoreOldVersion: [
      ...wait,
      may.points('GetItem'),
      may.readImages,
      may.readTaskDefinition,
      may.registerTaskDefinition,
      may.updateService,
    ],
    ReadOutcome: [...standing, may.readService, may.followDeployment, may.readWeights, may.readTargets],
    Verify: [...standing, may.deployments('UpdateItem'), may.followDeployment, may.readWeights],
    Close: [
      may.points('UpdateItem'),
      may.history('UpdateItem'),
      may.fleet('Query', 'PutItem'),
      may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem'),
      may.readService,
      may.updateService,
      may.followCheckTasks,
      may.startMachine,
      may.readStoppedTasks,
      may.readTaskDefinition,
      may.readLogs,
    ],
  };
}
