/** What AWS's pages do not say about Amazon ECS, or say in two ways: each line is a switch, and Belay must be right under all. */
export interface Switches {
  /** Seconds, 0…30, until DescribeServices and ListServiceDeployments know a deployment that UpdateService has started. */
  readonly deploymentArnLagSeconds: number;
  /** Whether the second and later PRE_PRODUCTION_TRAFFIC_SHIFT hooks of CANARY and LINEAR come after or before ECS's own bake of the step before. */
  readonly stepHook: 'afterStepBake' | 'beforeStepBake';
  /** Whether TEST_TRAFFIC_SHIFT and POST_TEST_TRAFFIC_SHIFT, with their hooks, happen where no test rule is configured. */
  readonly testStagesWithoutTestRule: 'happen' | 'skipped';
  /** What StopServiceDeployment and ContinueServiceDeployment answer for a deployment that is over. */
  readonly stopOfFinished: 'ConflictException' | 'InvalidParameterException';
  /** A stop during CLEAN_UP is accepted; the documented way ROLLBACK_REQUESTED to SUCCESSFUL says that the deployment may succeed nevertheless. */
  readonly stopDuringCleanUp: 'rollsBack' | 'endsSuccessful';
  /** Whether UpdateService that names what the service has already (task definition, network …), without force, starts a deployment. */
  readonly updateWithoutChange: 'startsNothing' | 'startsDeployment';
  /** Whether a deploymentConfiguration in UpdateService keeps the members that it leaves out, or resets them. */
  readonly partialDeploymentConfiguration: 'merged' | 'replaced';
  /** ECS Hook State Change is on no list of guaranteed events. */
  readonly hookEvents: 'sent' | 'lost';
  /** SERVICE_DEPLOYMENT_FAILED is documented for circuit breaker and alarms only; it may be missing even then. */
  readonly failedEvent: 'sent' | 'absent';
  /** An alarm that is in ALARM when a deployment starts: the guide says that ECS then ignores all alarms of it; users believe that it fails. */
  readonly alarmAlreadyFiring: 'ignored' | 'failsDeployment';
  /** ECS polls DescribeAlarms; when that is throttled, it can miss an alarm. */
  readonly alarmPolling: 'works' | 'missesAlarms';
  /** DescribeServices gave only `lifecycleStages` of a PAUSE hook in mid-2026. */
  readonly pauseHooksInDescribeServices: 'stagesOnly' | 'whole';
  /** Whether the STOPPED events of the old tasks come before SERVICE_DEPLOYMENT_COMPLETED or may follow it. */
  readonly oldTasksStopped: 'beforeCompleted' | 'afterCompleted';
  /** Whether `ecs-svc/N` has the number of the service revision. */
  readonly deploymentId: 'revisionNumber' | 'ownNumber';
  /** A rollback of a service that never had a successful deployment: the guide says that it stalls; the API has a status for failure. */
  readonly rollbackWithoutTarget: 'ROLLBACK_FAILED' | 'stalls';
  /** Which revision RECONCILE_SERVICE leaves running when a deployment of the blue/green family supersedes another. */
  readonly reconcileKeeps: 'lastSuccessful' | 'serving';
  /** The target group of a ROLLING deployment on a service with an alternate target group. */
  readonly rollingTargetGroup: 'serving' | 'primary';
  /** Hooks of a ROLLING service: at the stages that it goes through, or an error. */
  readonly hooksInRolling: 'atItsStages' | 'rejected';
  /** Whether the circuit breaker counts tasks that ran and then exited; users report that it does not. */
  readonly crashAfterRunning: 'counts' | 'doesNotCount';
  /** Minutes of the native bake of a ROLLING deployment with alarms and no bakeTimeInMinutes ("less than 5 minutes"). */
  readonly derivedAlarmBakeMinutes: number;
  /** Minutes that a Network Load Balancer adds to each traffic shift ("about 10"). */
  readonly networkLoadBalancerShiftMinutes: number;
}

export const DEFAULT_SWITCHES: Switches = {
  deploymentArnLagSeconds: 0,
  stepHook: 'afterStepBake',
  testStagesWithoutTestRule: 'happen',
  stopOfFinished: 'ConflictException',
  stopDuringCleanUp: 'rollsBack',
  updateWithoutChange: 'startsNothing',
  partialDeploymentConfiguration: 'merged',
  hookEvents: 'sent',
  failedEvent: 'sent',
  alarmAlreadyFiring: 'ignored',
  alarmPolling: 'works',
  pauseHooksInDescribeServices: 'stagesOnly',
  oldTasksStopped: 'beforeCompleted',
  deploymentId: 'revisionNumber',
  rollbackWithoutTarget: 'ROLLBACK_FAILED',
  reconcileKeeps: 'lastSuccessful',
  rollingTargetGroup: 'serving',
  hooksInRolling: 'atItsStages',
  crashAfterRunning: 'counts',
  derivedAlarmBakeMinutes: 3,
  networkLoadBalancerShiftMinutes: 10,
};
