import type { AwsService } from './kernel/aws-service.ts';
import type { WiredService } from './wire/registry.ts';

/** The parts that answer at the endpoint, each by its IAM name. */
type Part = { readonly service: AwsService };

/** Joins each service with the client package whose model its requests and answers are held to. The packages are loaded side by side. */
export async function wiredServices(parts: {
  readonly ecs: Part;
  readonly ecr: Part;
  readonly states: Part;
  readonly events: Part;
  readonly scheduler: Part;
  readonly sqs: Part;
  readonly cloudwatch: Part;
  readonly secrets: Part;
  readonly elb: Part;
  readonly lambda: Part;
  readonly iam: Part;
  readonly ssm: Part;
}): Promise<readonly WiredService[]> {
  const [ecs, ecr, states, events, scheduler, sqs, cloudwatch, secrets, elb, lambda, iam, ssm] = await Promise.all([
    import('@aws-sdk/client-ecs'),
    import('@aws-sdk/client-ecr'),
    import('@aws-sdk/client-sfn'),
    import('@aws-sdk/client-eventbridge'),
    import('@aws-sdk/client-scheduler'),
    import('@aws-sdk/client-sqs'),
    import('@aws-sdk/client-cloudwatch'),
    import('@aws-sdk/client-secrets-manager'),
    import('@aws-sdk/client-elastic-load-balancing-v2'),
    import('@aws-sdk/client-lambda'),
    import('@aws-sdk/client-iam'),
    import('@aws-sdk/client-ssm'),
  ]);
  return [
    { module: ecs, service: parts.ecs.service },
    { module: ecr, service: parts.ecr.service },
    { module: states, service: parts.states.service },
    { module: events, service: parts.events.service },
    { module: scheduler, service: parts.scheduler.service },
    { module: sqs, service: parts.sqs.service },
    { module: cloudwatch, service: parts.cloudwatch.service },
    { module: secrets, service: parts.secrets.service },
    { module: elb, service: parts.elb.service },
    { module: lambda, service: parts.lambda.service },
    { module: iam, service: parts.iam.service },
    { module: ssm, service: parts.ssm.service },
  ];
}
