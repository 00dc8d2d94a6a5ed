import type { Permission } from '../../kernel/aws-service.ts';
import { StateFailure } from '../run/failures.ts';

/** Throws the AwsError AccessDenied (or AccessDeniedException) that names role, action and resource. */
export type Authorize = (roleArn: string, permissions: readonly Permission[]) => void;

/** Checks that a task may act: as the machine's role, or as the role in its `Credentials`, which the machine's must be able to assume. */
export function authorizeTask(
  authorize: Authorize,
  { roleArn, assumes }: { readonly roleArn: string; readonly assumes: string | undefined },
  permissions: readonly Permission[],
): void {
  if (assumes === undefined) {
    authorize(roleArn, permissions);
    return;
  }
  try {
    authorize(roleArn, [{ action: 'sts:AssumeRole', resource: assumes }]);
  } catch {
    const cause = `The role ${roleArn} is not authorized to assume the task state's role, ${assumes}.`;
    throw new StateFailure('States.TaskFailed', cause);
  }
  authorize(assumes, permissions);
}
