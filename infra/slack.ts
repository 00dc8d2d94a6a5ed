import { RemovalPolicy, SecretValue, type Stack, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Queues } from './queues.ts';
import type { Right } from './rights/right.ts';

/** Where the owner puts the URL of Slack's incoming webhook. Gives the right to read it, and the queue to be told from. */
export function makeSlack(stack: Stack, queues: Queues, production: boolean): { readonly tellSlack: Right } {
  const secret = new Secret(stack, 'SlackWebhook', {
    secretName: 'belay/slack-webhook',
    description: 'The URL of an incoming webhook of Slack, and nothing else',
    // Not a secret yet: the owner puts the URL in. An update of the stack leaves it alone while this text stays as it is.
    secretStringValue: SecretValue.unsafePlainText('none yet'),
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  Validations.of(secret).acknowledge({
    id: 'AwsSolutions-SMG4',
    reason: 'Slack issues the URL, and only a person can have it issued again.',
  });
  return {
    tellSlack: {
      statements: [
        { actions: ['secretsmanager:GetSecretValue'], resources: [secret.secretArn] },
        {
          actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          resources: [queues.slack.queueArn],
        },
      ],
      variables: { SLACK_SECRET_ARN: secret.secretArn },
    },
  };
}
