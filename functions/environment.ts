/** The variables that a function of Belay may be given. The stack sets only those that the function reads. */
export const ENVIRONMENT_NAMES = [
  'VERSION_HISTORY_TABLE',
  'ROLLBACK_POINTS_TABLE',
  'DEPLOYMENTS_TABLE',
  'FLEET_TABLE',
  'DEPLOY_MACHINE_ARN',
  'SCHEDULE_GROUP',
  'SCHEDULE_ROLE_ARN',
  'ON_DUE_ARN',
  'ON_REHEARSAL_ARN',
  'EVENT_BUS_NAME',
  'SLACK_SECRET_ARN',
  'DEFAULT_DEPLOYMENT_STRATEGY',
  'HEALTH_CHECK_TIMEOUT',
  'MAX_ROLLBACK_POINTS',
  'ROLLBACK_THRESHOLD',
  'AUTO_ROLLBACK_ON_FAILURE',
  'REQUIRE_APPROVAL_FOR_PRODUCTION',
  'TASK_ROLES',
  'UPDATE_SECONDS',
  'WARM_ROLLBACK_SECONDS',
  'COLD_ROLLBACK_SECONDS',
  'STEP',
  'CLUSTERS',
  'LOG_GROUPS',
  'LOG_LEVEL',
] as const;

export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];

/** The value of a variable. That it is missing is a defect of the stack, and the message says which function it hurts. */
export function variable(name: EnvironmentName): string {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(
    `${process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'this function'} was given no ${name}. Deploy the stack again.`,
  );
}

/** The endpoint that is set for all AWS clients, as the SDK's own clients read it. `undefined`: the service's own. */
export function configuredEndpoint(): string | undefined {
  return process.env.AWS_ENDPOINT_URL;
}
