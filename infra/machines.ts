import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, type Stack, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { machineArn, nameOfMachine } from './addresses.ts';
import { rightsOfMachine } from './rights/of-machine.ts';
import { give } from './rights/right.ts';
import { pascal } from './spelling.ts';

const SUFFIX = '.asl.json';

/** Makes a machine of every file in a folder. What a machine may call is read from what its text names: `steps` and files. */
export function makeMachines(stack: Stack, folder: string, steps: Readonly<Record<string, IFunction>>): void {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length));
  const machines = new Map(files.map((file) => [`${pascal(file)}Machine`, file]));

  for (const file of files) {
    const definition = readFileSync(join(folder, `${file}${SUFFIX}`), 'utf8');
    const calls: Record<string, string> = {};
    const starts: Record<string, string> = {};
    for (const name of namesIn(definition)) {
      const step = steps[name];
      const child = machines.get(name);
      if (step !== undefined) calls[name] = step.functionArn;
      else if (child !== undefined) starts[name] = child;
      else
        throw new Error(
          `${file}${SUFFIX} names \${${name}}, which is neither a step (core/steps/index.ts) nor a machine's file.`,
        );
    }
    makeMachine(stack, file, definition, calls, starts);
  }
}

/** `calls`: placeholder → function alias ARN. `starts`: placeholder → file of the machine. */
function makeMachine(
  stack: Stack,
  file: string,
  definition: string,
  calls: Readonly<Record<string, string>>,
  starts: Readonly<Record<string, string>>,
): void {
  const id = `${pascal(file)}Machine`;
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  });
  give(role, rightsOfMachine(stack, Object.values(calls), Object.values(starts)));

  const children = Object.entries(starts).map(([name, child]) => [name, machineArn(stack, child)]);
  const machine = new StateMachine(stack, id, {
    stateMachineName: nameOfMachine(file),
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(definition),
    definitionSubstitutions: { ...calls, ...Object.fromEntries(children) },
    role: role.withoutPolicyUpdates(),
    tracingEnabled: true,
    // Task tokens are in the data of an execution, and a token is a right: it stays out of the logs.
    logs: { destination: makeLogs(stack, id, file), level: LogLevel.ERROR, includeExecutionData: false },
  });
  machine.node.addDependency(role);
  Validations.of(machine).acknowledge({
    id: 'AwsSolutions-SF1',
    reason: 'Step Functions keeps the whole history of an execution for 90 days; the logs are there to find errors.',
  });
}

function makeLogs(stack: Stack, id: string, file: string): LogGroup {
  return new LogGroup(stack, `${id}Logs`, {
    // With this prefix AWS does not run into the size limit of the log group's resource policy.
    logGroupName: `/aws/vendedlogs/states/${nameOfMachine(file)}`,
    retention: RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

function namesIn(definition: string): ReadonlySet<string> {
  return new Set([...definition.matchAll(/\$\{(\w+)\}/g)].flatMap(([, name]) => name ?? []));
}
