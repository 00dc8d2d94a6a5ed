import { arn } from '../../kernel/account.ts';
import type { Invocation, Lambdas } from '../../lambda/ports.ts';
import { type Json, parseJson } from '../json.ts';
import { StateFailure } from '../run/failures.ts';
import type { TaskAnswer, TaskRequest } from '../run/integrations.ts';
import { type Authorize, authorizeTask } from './authorize.ts';
import { serviceFailure } from './service-failure.ts';
import { argumentsOf, optionalText, text } from './task-arguments.ts';

interface Parts {
  readonly lambdas: Lambdas;
  readonly authorize: Authorize;
  requestId(): string;
}

/** A function that runs for a Task: by its own ARN, or through `lambda:invoke`. */
export async function invokeLambda(parts: Parts, request: TaskRequest): Promise<TaskAnswer> {
  if (request.resource.kind === 'function') {
    return { output: await payloadOf(parts, request, request.resource.arn, request.arguments) };
  }
  const argument = argumentsOf(request.resource, request.arguments);
  const qualifier = optionalText(argument, 'Qualifier');
  const functionArn = functionArnOf(text(argument, 'FunctionName'), qualifier);
  const payload = argument.Payload ?? {};
  const type = optionalText(argument, 'InvocationType') ?? 'RequestResponse';
  if (type === 'Event') {
    await send(parts, request, functionArn, payload);
    return { output: { ExecutedVersion: versionOf(functionArn), Payload: {}, StatusCode: 202 } };
  }
  if (type !== 'RequestResponse') {
    throw new StateFailure('States.Runtime', `The InvocationType '${type}' is not supported locally.`);
  }
  const result = await payloadOf(parts, request, functionArn, payload);
  return { output: { ExecutedVersion: versionOf(functionArn), Payload: result, StatusCode: 200 } };
}

async function payloadOf(parts: Parts, request: TaskRequest, functionArn: string, payload: Json): Promise<Json> {
  const invocation = await asService(parts, request, functionArn, () => parts.lambdas.invoke(functionArn, payload));
  if (invocation.ok) return jsonOf(invocation.payload);
  throw functionFailure(invocation.error);
}

function send(parts: Parts, request: TaskRequest, functionArn: string, payload: Json): Promise<void> {
  return asService(parts, request, functionArn, () => parts.lambdas.send(functionArn, payload));
}

async function asService<Answer>(
  { authorize, requestId }: Parts,
  request: TaskRequest,
  functionArn: string,
  act: () => Promise<Answer>,
): Promise<Answer> {
  try {
    authorizeTask(authorize, request, [{ action: 'lambda:InvokeFunction', resource: functionArn }]);
    return await act();
  } catch (thrown) {
    throw serviceFailure(thrown, { prefix: 'Lambda', client: 'AWSLambda' }, requestId());
  }
}

/** The function's own error name; the cause is its whole answer, as a JSON string. */
function functionFailure(error: Extract<Invocation, { ok: false }>['error']): StateFailure {
  return new StateFailure(error.errorType || 'Lambda.Unknown', JSON.stringify(error));
}

/** A handler's answer goes over a wire as JSON: what JSON does not have is lost. */
function jsonOf(payload: unknown): Json {
  const written = JSON.stringify(payload);
  return written === undefined ? null : parseJson(written);
}

function functionArnOf(name: string, qualifier: string | undefined): string {
  const functionArn = name.startsWith('arn:')
    ? name
    : arn('lambda', `function:${name.replace(/^\d{12}:function:/, '')}`);
  return qualifier === undefined ? functionArn : `${functionArn}:${qualifier}`;
}

/** The alias or version that was asked for; AWS resolves an alias to the version behind it. */
function versionOf(functionArn: string): string {
  return functionArn.split(':')[7] ?? '$LATEST';
}
