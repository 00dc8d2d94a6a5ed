import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Workflow } from './asl/machine.ts';
import type { Authorize } from './tasks/authorize.ts';

const RULE = arn('events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule');
const ACTIONS = ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'];

/**
 * A machine that waits for nested executions does so by a rule that Step Functions makes as the machine's role. Throws
 * AccessDeniedException when the role may not make it: then the machine cannot be created.
 */
export function requireManagedRule(authorize: Authorize, roleArn: string, workflow: Workflow): void {
  if (!waitsForExecutions(workflow)) return;
  try {
    authorize(
      roleArn,
      ACTIONS.map((action) => ({ action, resource: RULE })),
    );
  } catch (denied) {
    const why = denied instanceof Error ? ` (${denied.message})` : '';
    throw new AwsError('AccessDeniedException', `'${roleArn}' is not authorized to create managed-rule.${why}`);
  }
}

function waitsForExecutions(workflow: Workflow): boolean {
  return [...workflow.states.values()].some((state) => {
    if (state.type === 'Task') return state.resource.pattern === 'sync';
    if (state.type === 'Map') return waitsForExecutions(state.itemProcessor);
    return state.type === 'Parallel' && state.branches.some(waitsForExecutions);
  });
}
