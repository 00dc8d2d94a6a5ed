import type { Stack } from 'aws-cdk-lib';
import { executionsOf, machineArn } from '../addresses.ts';
import { anywhere } from './only-star.ts';
import type { Right } from './right.ts';

/** Rights of functions on the machines. */
export function rightsOnMachines(stack: Stack) {
  const variables = { DEPLOY_MACHINE_ARN: machineArn(stack, 'deploy') };
  return {
    startMachine: {
      statements: [{ actions: ['states:StartExecution'], resources: [variables.DEPLOY_MACHINE_ARN] }],
      variables,
    },
    /** To link to executions: their ARNs are made of the machine's. */
    nameExecutions: { statements: [], variables },
    failMachine: { statements: [anywhere(['states:SendTaskFailure'])] },
    wakeMachine: { statements: [anywhere(['states:SendTaskSuccess'])], variables },
    readExecutions: {
      statements: [
        {
          actions: ['states:DescribeExecution'],
          resources: [executionsOf(stack, 'deploy')],
          because: 'an execution has the name of its deployment',
        },
      ],
      variables,
    },
  } satisfies Record<string, Right>;
}
