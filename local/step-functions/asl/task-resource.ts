/** The `Resource` of a Task state. */

export type TaskPattern = 'request-response' | 'sync' | 'callback';

export interface TaskResource {
  /** As it is written in the definition. */
  readonly arn: string;
  /** `function`: the ARN of a Lambda function; such a task has events of its own in the history. */
  readonly kind: 'integration' | 'function';
  /** `lambda`, `states`, `aws-sdk:s3` … as the history names it. */
  readonly type: string;
  /** `invoke`, `startExecution.sync:2` … as the history names it. */
  readonly action: string;
  readonly pattern: TaskPattern;
}

const INTEGRATION =
  /^arn:[a-z-]+:states:[a-z0-9-]*:\d*:((?:aws-sdk:)?[A-Za-z0-9-]+):([A-Za-z0-9]+)(\.sync(?::2)?|\.waitForTaskToken)?$/;
const FUNCTION = /^arn:[a-z-]+:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9-_]+(?::[A-Za-z0-9$_-]+)?$/;

/** `undefined` when it is neither an integration nor the ARN of a function. */
export function parseTaskResource(arn: string): TaskResource | undefined {
  if (FUNCTION.test(arn))
    return { arn, kind: 'function', type: 'lambda', action: 'invoke', pattern: 'request-response' };
  const [, type, action, suffix = ''] = INTEGRATION.exec(arn) ?? [];
  if (type === undefined || action === undefined) return undefined;
  const pattern = suffix === '' ? 'request-response' : suffix === '.waitForTaskToken' ? 'callback' : 'sync';
  return { arn, kind: 'integration', type, action: action + suffix, pattern };
}
