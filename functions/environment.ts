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
  'EVENT_BUS_NAME',
  'SLACK_SECRET_ARN',
  'STEP',
  'LOG_LEVEL',
] as const;

export type EnvironmentName = (typeof ENVIRONMENT_NAMES)[number];
