import { pathToFileURL } from 'node:url';
import type {
  FunctionConfiguration,
  GetFunctionConfigurationRequest,
  GetFunctionRequest,
  GetFunctionResponse,
  InvocationRequest,
  InvocationResponse,
  ListFunctionsRequest,
  ListFunctionsResponse,
} from '@aws-sdk/client-lambda';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import type { AsyncEvents } from './async-events.ts';
import { parseFunctionName } from './function-name.ts';
import type { Functions, Target } from './functions.ts';
import type { Invoker } from './invoker.ts';
import { checkPayload } from './payload-limits.ts';

/** The operations of the Lambda API. */
export function lambdaOperations(parts: { functions: Functions; invoker: Invoker; events: AsyncEvents }): Operations {
  const { functions, invoker, events } = parts;
  const find = (input: { FunctionName: string | undefined; Qualifier?: string | undefined }): Target =>
    functions.find(input.FunctionName ?? '', input.Qualifier);

  return {
    Invoke: operation<InvocationRequest, InvocationResponse>({
      permissions: (input) => [permission('InvokeFunction', input)],
      run: async (input) => {
        refuseUnknown(input);
        const target = find(input);
        const payload = readPayload(input.Payload);
        switch (input.InvocationType ?? 'RequestResponse') {
          case 'DryRun':
            return { StatusCode: 204 };
          case 'Event':
            events.accept(target, payload);
            return { StatusCode: 202 };
          default: {
            checkPayload('RequestResponse', payload);
            const { outcome } = await invoker.run(target, payload, 'refuse');
            const answer = { StatusCode: 200, ExecutedVersion: target.version };
            return outcome.ok
              ? { ...answer, Payload: Buffer.from(outcome.payload) }
              : { ...answer, FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(outcome.error)) };
          }
        }
      },
    }),
    GetFunctionConfiguration: operation<GetFunctionConfigurationRequest, FunctionConfiguration>({
      permissions: (input) => [permission('GetFunctionConfiguration', input)],
      run: (input) => configuration(find(input)),
    }),
    GetFunction: operation<GetFunctionRequest, GetFunctionResponse>({
      permissions: (input) => [permission('GetFunction', input)],
      run: (input) => {
        const target = find(input);
        const Location = pathToFileURL(target.settings.folder).href;
        return { Configuration: configuration(target), Code: { RepositoryType: 'S3', Location } };
      },
    }),
    ListFunctions: operation<ListFunctionsRequest, ListFunctionsResponse>({
      permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
      run: (input) => {
        const from = input.Marker === undefined ? 0 : Number(input.Marker);
        const all = functions.list();
        if (!Number.isInteger(from) || from < 0 || from > all.length) {
          throw new AwsError('InvalidParameterValueException', `Marker '${input.Marker}' is not one of ListFunctions.`);
        }
        const to = from + Math.min(50, input.MaxItems ?? 50);
        const page = all.slice(from, to).map((settings) => configuration(functions.find(settings.name)));
        return to < all.length ? { Functions: page, NextMarker: String(to) } : { Functions: page };
      },
    }),
  };
}

function permission(
  action: string,
  input: { FunctionName: string | undefined; Qualifier?: string | undefined },
): Permission {
  const { name, qualifier } = parseFunctionName(input.FunctionName ?? '', input.Qualifier);
  const resource = qualifier === undefined ? `function:${name}` : `function:${name}:${qualifier}`;
  return { action: `lambda:${action}`, resource: arn('lambda', resource) };
}

function refuseUnknown(input: InvocationRequest): void {
  const unknown = (['ClientContext', 'DurableExecutionName', 'TenantId'] as const).find(
    (member) => input[member] !== undefined,
  );
  const member = unknown ?? (input.LogType === 'Tail' ? 'LogType Tail' : undefined);
  if (member === undefined) return;
  throw new AwsError(
    'InvalidParameterValueException',
    `The local Lambda does not support ${member}. Leave it out; the logs of functions are under .belay/logs.`,
  );
}

function readPayload(payload: Uint8Array | undefined): string {
  const text = payload === undefined || payload.length === 0 ? '{}' : Buffer.from(payload).toString('utf8');
  try {
    JSON.parse(text);
    return text;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${why}`);
  }
}

function configuration({ settings, version, arn: functionArn }: Target): FunctionConfiguration {
  return {
    FunctionName: settings.name,
    FunctionArn: functionArn,
    Runtime: 'nodejs24.x',
    Role: settings.role,
    Handler: settings.handler,
    Description: settings.description,
    Timeout: settings.timeoutSeconds,
    MemorySize: settings.memoryMb,
    CodeSha256: settings.codeSha256,
    CodeSize: settings.codeSize,
    Version: version,
    PackageType: 'Zip',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: { ...settings.variables } },
    LoggingConfig: { LogGroup: settings.logGroup, LogFormat: settings.logFormat },
  };
}
