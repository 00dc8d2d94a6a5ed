import type { Lambdas } from '../../lambda/ports.ts';
import { uuid } from '../asl/functions.ts';
import type { Executions } from '../executions.ts';
import type { Machines } from '../machines.ts';
import type { Integrations } from '../run/integrations.ts';
import type { Authorize } from './authorize.ts';
import { invokeLambda } from './invoke-lambda.ts';
import { childOutcome, startChild, stopChild } from './start-child.ts';

interface Parts {
  readonly lambdas: Lambdas;
  readonly authorize: Authorize;
  random(): number;
  /** Looked up when they are needed, because executions need their integrations first. */
  others(): { readonly executions: Executions; readonly machines: Machines };
}

/** Tasks of the local AWS: Lambda functions and nested executions. */
export function localIntegrations({ lambdas, authorize, random, others }: Parts): Integrations {
  const requestId = (): string => uuid(random);
  return {
    async request(request) {
      if (request.resource.type === 'lambda') return invokeLambda({ lambdas, authorize, requestId }, request);
      const { executions, machines } = others();
      return startChild(
        {
          authorize,
          requestId,
          findMachine: (arn) => machines.find(arn),
          start: (start) => executions.start(start),
        },
        request,
      );
    },
    watch(job, resource, over) {
      return others().executions.watch(job, (record) => over(childOutcome(record, resource.action)));
    },
    abandon(job, roleArn) {
      stopChild(authorize, roleArn, job, () => others().executions.stop(job));
    },
  };
}
