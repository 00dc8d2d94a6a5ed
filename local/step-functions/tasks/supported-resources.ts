/** What Task states can reach on the local AWS, and the arguments of each. */
import { parseTaskResource } from '../asl/task-resource.ts';

const INVOKE = { required: ['FunctionName'], optional: ['Payload', 'Qualifier', 'InvocationType'] };
const START = { required: ['StateMachineArn'], optional: ['Input', 'Name', 'TraceHeader'] };

const ARGUMENTS: Readonly<Record<string, typeof INVOKE>> = {
  'lambda:invoke': INVOKE,
  'lambda:invoke.waitForTaskToken': INVOKE,
  'states:startExecution': START,
  'states:startExecution.sync': START,
  'states:startExecution.sync:2': START,
  'states:startExecution.waitForTaskToken': START,
};

/** Why no Task can have this resource with these arguments; `undefined` when it can. Names are unknown where an expression makes them. */
export function refuses(arn: string, argumentNames: readonly string[] | undefined): string | undefined {
  const resource = parseTaskResource(arn);
  if (resource?.kind === 'function') return undefined;
  const known = resource === undefined ? undefined : ARGUMENTS[`${resource.type}:${resource.action}`];
  if (known === undefined) {
    return `The resource ${arn} is not supported locally. Supported are Lambda functions and arn:aws:states:::{${Object.keys(ARGUMENTS).join(', ')}}`;
  }
  if (argumentNames === undefined) return undefined;
  const missing = known.required.find((name) => !argumentNames.includes(name));
  if (missing !== undefined) return `The field '${missing}' is required but was missing in Arguments`;
  const unknown = argumentNames.find((name) => !known.required.includes(name) && !known.optional.includes(name));
  return unknown === undefined ? undefined : `The field '${unknown}' is not supported by Step Functions in Arguments`;
}
