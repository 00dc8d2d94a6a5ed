import { AwsError } from '../kernel/aws-error.ts';

/** The services that have a name of their own for it. */
const CODES: Readonly<Record<string, string>> = {
  cloudwatch: 'Throttling',
  elasticloadbalancing: 'Throttling',
  sts: 'Throttling',
  lambda: 'TooManyRequestsException',
  sqs: 'RequestThrottled',
};

/** What a service answers when it is asked too often. */
export function throttled(service: string): AwsError {
  return new AwsError(CODES[service] ?? 'ThrottlingException', 'Rate exceeded');
}
