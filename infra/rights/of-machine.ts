import type { Stack } from 'aws-cdk-lib';
import { arnIn, executionsOf, machineArn } from '../addresses.ts';
import { anywhere } from './only-star.ts';
import type { Right } from './right.ts';

/** What a machine may do: call these functions (alias ARNs), run these machines (files), be traced and write its log. */
export function rightsOfMachine(
  stack: Stack,
  functions: readonly string[],
  machines: readonly string[],
): readonly Right[] {
  return [
    ...(functions.length > 0 ? [callFunctions(functions)] : []),
    ...(machines.length > 0 ? [runMachines(stack, machines)] : []),
    {
      statements: [
        anywhere([
          'xray:PutTraceSegments',
          'xray:PutTelemetryRecords',
          'xray:GetSamplingRules',
          'xray:GetSamplingTargets',
        ]),
        anywhere([
          'logs:CreateLogDelivery',
          'logs:GetLogDelivery',
          'logs:UpdateLogDelivery',
          'logs:DeleteLogDelivery',
          'logs:ListLogDeliveries',
          'logs:PutResourcePolicy',
          'logs:DescribeResourcePolicies',
          'logs:DescribeLogGroups',
        ]),
      ],
    },
  ];
}

function callFunctions(functions: readonly string[]): Right {
  return { statements: [{ actions: ['lambda:InvokeFunction'], resources: functions }] };
}

/** To run a machine and wait for it, Step Functions follows it by a rule that it manages itself. */
function runMachines(stack: Stack, machines: readonly string[]): Right {
  return {
    statements: [
      { actions: ['states:StartExecution'], resources: machines.map((file) => machineArn(stack, file)) },
      {
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: machines.map((file) => executionsOf(stack, file)),
        because: 'an execution has the name of its deployment',
      },
      {
        actions: ['events:PutTargets', 'events:PutRule', 'events:DescribeRule'],
        resources: [arnIn(stack, 'events', 'rule/StepFunctionsGetEventsForStepFunctionsExecutionRule')],
      },
    ],
  };
}
