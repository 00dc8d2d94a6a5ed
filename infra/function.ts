import { type Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { EnvironmentName } from '../functions/environment.ts';
import { LIVE, nameOfFunction } from './addresses.ts';
import { give, type Right, variablesOf } from './rights/right.ts';

export interface FunctionSettings {
  /** Id in the template. */
  readonly id: string;
  readonly name: string;
  /** Folder with the bundled index.mjs. */
  readonly code: string;
  readonly timeout: Duration;
  readonly rights: readonly Right[];
  /** Beside those that come with the rights. */
  readonly variables?: Readonly<Partial<Record<EnvironmentName, string>>>;
  readonly reservedConcurrency?: number | undefined;
}

/**
 * A function with a role and a log group of its own, and its alias. Whoever calls it calls the alias: an execution that
 * is under way then never meets code that is half deployed.
 */
export function makeFunction(stack: Stack, settings: FunctionSettings): Alias {
  const { id, name, rights, reservedConcurrency } = settings;
  const role = new Role(stack, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const logGroup = new LogGroup(stack, `${id}Logs`, {
    logGroupName: `/aws/lambda/${nameOfFunction(name)}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // The attribute Arn of a log group ends with ":*", which stands for its streams.
  const writeLogs = { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] };
  give(role, [{ statements: [writeLogs] }, ...rights]);

  const environment: Partial<Record<EnvironmentName, string>> = {
    LOG_LEVEL: 'INFO',
    ...variablesOf(rights),
    ...settings.variables,
  };
  const deployed = new LambdaFunction(stack, id, {
    functionName: nameOfFunction(name),
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(settings.code),
    memorySize: 512,
    timeout: settings.timeout,
    environment,
    role,
    logGroup,
    ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
  });
  return new Alias(stack, `${id}Live`, { aliasName: LIVE, version: deployed.currentVersion });
}
