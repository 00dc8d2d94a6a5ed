import type { StepName } from '../core/steps/index.ts';
import type { FunctionName } from './function-names.ts';
import type { Right } from './rights/right.ts';
import type { Rights } from './rights/rights.ts';

/** What each function may do, and nothing else. */
export function rightsOfFunctions(may: Rights): Record<FunctionName, readonly Right[]> {
  const wakeMachine = may.wakeMachine;
  // Whoever looks at ECS and wakes a machine at a gate begins its bake, and says so in the log.
  const wake = [
    may.listDeployments,
    may.readDeployment,
    may.readStoppedTasks,
    wakeMachine,
    may.wakeLater,
    may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem'),
  ];
  // Record, lock and first line; a record without the lock is taken out again.
  const begin = [
    may.startMachine,
    may.deployments('GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
  ];
  const verify = [
    may.readRepositories,
    may.readTaskDefinition,
    may.findSecrets,
    may.findParameters,
    may.findTaskRoles,
    may.readRoom,
    may.readTargetGroups,
    may.readTargets,
    may.findTestEndpoint,
    may.readAlarms,
    may.knowTaskRoles,
  ];
  const checkPoint = [
    may.points('Query', 'UpdateItem'),
    may.readService,
    may.readTaskDefinition,
    may.findImages,
    may.findSecrets,
    may.findParameters,
  ];
  const hearLastWords = [may.readStoppedTasks, may.readTaskDefinition, may.readLastLines];
  // Closes what no machine does any more: ECS is told to go back, the service is put back, and what waited starts.
  const closeAbandoned = [
    may.points('GetItem'),
    may.history('UpdateItem'),
    may.fleet('Query', 'PutItem'),
    may.listDeployments,
    may.readDeployment,
    may.stopDeployment,
    may.updateService,
    may.stopCheckTasks,
    ...begin,
    ...hearLastWords,
  ];
  return {
    api: [
      may.newestVersions,
      may.history('GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'),
      may.points('GetItem', 'PutItem', 'DeleteItem'),
      may.findPoints,
      may.deployments('BatchGetItem'),
      may.listPastDeployments,
      may.fleet('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem'),
      may.listServices,
      may.findBalancers,
      may.makeAlarms,
      may.readAlarms,
      may.readWeights,
      may.knowTimeouts,
      may.findTestEndpoint,
      may.startRehearsal,
      may.stopDeployment,
      may.findServices,
      may.knowLogGroups,
      may.updateService,
      may.failMachine,
      may.readImages,
      may.searchLogs,
      ...checkPoint,
      ...begin,
      ...wake,
      ...verify,
    ],
    'on-image-pushed': [may.history('GetItem', 'PutItem', 'UpdateItem'), may.fleet('Query'), may.readImages, ...begin],
    'on-ecs-event': [
      may.fleet('Query'),
      may.history('GetItem'),
      may.deployments('BatchGetItem', 'DeleteItem'),
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
      may.stopDeployment,
      may.readDeployment,
      wakeMachine,
      ...begin,
    ],
    'on-execution-ended': closeAbandoned,
    'on-change': [may.readStream, may.tellBus],
    'on-rehearsal': [
      may.points('GetItem', 'UpdateItem'),
      may.findPoints,
      may.deployments('PutItem'),
      may.endRehearsal,
      may.wakeLater,
    ],
    'on-due': [
      may.history('BatchGetItem', 'UpdateItem'),
      may.newestVersions,
      may.fleet('Query', 'PutItem'),
      may.listServices,
      may.wakeLater,
      may.listDeployments,
      may.readDeployment,
      wakeMachine,
      ...begin,
    ],
    'notify-slack': [may.tellSlack, may.nameExecutions],
    reconcile: [
      may.history('GetItem', 'PutItem'),
      may.newestVersions,
      may.listServices,
      may.deployments('BatchGetItem'),
      may.overdueDeployments,
      may.overdueWaiting,
      may.listPastDeployments,
      may.readImages,
      may.readExecutions,
      ...closeAbandoned,
      ...wake,
    ],
    'check-points': [may.listServices, may.fleet('Query'), may.deployments('GetItem', 'PutItem'), ...checkPoint],
  };
}

/** What each step may do. A step without an entry here does not compile. */
export function rightsOfSteps(may: Rights): Record<StepName, readonly Right[]> {
  const settings = may.fleet('Query');
  const standing = [settings, may.deployments('GetItem', 'Query')];
  // Where it is not known yet, the service deployment is found and kept.
  const follow = [...standing, may.deployments('UpdateItem'), may.listDeployments, may.readDeployment];
  const waitForPerson = [...standing, may.deployments('PutItem', 'UpdateItem'), may.wakeMachine];
  const wait = [...waitForPerson, ...follow, may.readStoppedTasks];
  return {
    Plan: [
      ...standing,
      may.fleet('PutItem'),
      may.deployments('BatchGetItem', 'PutItem', 'UpdateItem'),
      may.listPastDeployments,
      may.history('GetItem'),
      may.points('Query'),
      may.readService,
      may.listDeployments,
      may.readImages,
      may.readAlarms,
      may.readWeights,
      may.findTestEndpoint,
      may.readTaskDefinition,
      may.knowLogGroups,
      may.knowTimeouts,
    ],
    CaptureRollbackPoint: [
      ...standing,
      may.deployments('UpdateItem'),
      may.history('GetItem'),
      may.knowTaskRoles,
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
      may.findBalancers,
      may.readCheckTasks,
      may.stopCheckTasks,
      may.searchLogs,
    ],
    ContinueDeployment: [...wait, may.wakeLater, may.continueDeployment],
    Bake: [...wait, may.wakeLater],
    WaitForPerson: waitForPerson,
    WaitForApproval: waitForPerson,
    EndOldWork: [...wait, may.endProtection],
    Look: [...follow, may.readStoppedTasks],
    StopDeployment: [...follow, may.deployments('PutItem'), may.wakeMachine, may.wakeLater, may.stopDeployment],
    RestoreOldVersion: [
      ...wait,
      may.points('GetItem'),
      may.findImages,
      may.readTaskDefinition,
      may.registerTaskDefinition,
      may.updateService,
    ],
    ReadOutcome: [
      ...standing,
      may.points('GetItem'),
      may.deployments('UpdateItem'),
      may.readService,
      may.listDeployments,
      may.readDeployment,
      may.readWeights,
      may.readTargets,
    ],
    RunCommand: [...waitForPerson, may.points('GetItem'), may.readService, may.runCheckTasks],
    LookAtCommand: [...standing, may.deployments('UpdateItem'), may.readCheckTasks, may.stopCheckTasks],
    Verify: [...follow, may.readWeights],
    Close: [
      may.points('GetItem', 'UpdateItem'),
      may.history('GetItem', 'UpdateItem'),
      may.fleet('Query', 'PutItem'),
      may.deployments('GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'),
      may.listPastDeployments,
      may.readService,
      may.updateService,
      may.listDeployments,
      may.readDeployment,
      may.continueDeployment,
      may.stopCheckTasks,
      may.startMachine,
      may.readStoppedTasks,
      may.readTaskDefinition,
      may.readLastLines,
    ],
  };
}
