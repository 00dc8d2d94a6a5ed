import { AwsError } from '../kernel/aws-error.ts';
import type { Authorize } from './tasks/authorize.ts';

/** AWS names these together and does not say which of them it needs when: here all are needed. */
const ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];

/**
 * A machine that logs has its lines delivered by Step Functions, as the machine's role. Throws AccessDeniedException when the
 * role may not set that up: then the machine cannot be created.
 */
export function requireLogDelivery(authorize: Authorize, roleArn: string): void {
  try {
    authorize(
      roleArn,
      ACTIONS.map((action) => ({ action, resource: '*' })),
    );
  } catch (denied) {
    const why = denied instanceof Error ? ` (${denied.message})` : '';
    throw new AwsError(
      'AccessDeniedException',
      `The state machine IAM Role is not authorized to access the Log Destination${why}`,
    );
  }
}
