/** How each service speaks on the wire: its protocol, its names there, and its words for the errors that every service has. */

export type Protocol = 'json' | 'query' | 'rest';

export interface Dialect {
  readonly protocol: Protocol;
  /** JSON: the version in the content type. */
  readonly jsonVersion: '1.0' | '1.1';
  /** JSON: what stands before the dot in `X-Amz-Target`. */
  readonly target: string | undefined;
  /** Query: the API version and the XML namespace. JSON services that kept the Query protocol have both, too. */
  readonly query: { readonly version: string; readonly namespace: string } | undefined;
  /** The error code of a request that the model does not allow. */
  readonly invalid: string;
}

const json = (target: string, jsonVersion: '1.0' | '1.1', invalid = 'ValidationException'): Dialect => ({
  protocol: 'json',
  jsonVersion,
  target,
  query: undefined,
  invalid,
});
const query = (version: string, host: string): Dialect => ({
  protocol: 'query',
  jsonVersion: '1.0',
  target: undefined,
  query: { version, namespace: `https://${host}/doc/${version}/` },
  invalid: 'ValidationError',
});
const rest: Dialect = {
  protocol: 'rest',
  jsonVersion: '1.1',
  target: undefined,
  query: undefined,
  invalid: 'ValidationException',
};

/** By the service's IAM prefix (`AwsService.name`). */
export const dialects: Readonly<Record<string, Dialect>> = {
  cloudwatch: {
    ...json('GraniteServiceVersion20100801', '1.0', 'ValidationError'),
    query: { version: '2010-08-01', namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/' },
  },
  ecr: json('AmazonEC2ContainerRegistry_V20150921', '1.1', 'InvalidParameterException'),
  ecs: json('AmazonEC2ContainerServiceV20141113', '1.1', 'InvalidParameterException'),
  elasticloadbalancing: query('2015-12-01', 'elasticloadbalancing.amazonaws.com'),
  events: json('AWSEvents', '1.1'),
  iam: query('2010-05-08', 'iam.amazonaws.com'),
  lambda: rest,
  scheduler: rest,
  secretsmanager: json('secretsmanager', '1.1'),
  sqs: json('AmazonSQS', '1.0', 'InvalidParameterValueException'),
  ssm: json('AmazonSSM', '1.1'),
  states: json('AWSStepFunctions', '1.0'),
  sts: query('2011-06-15', 'sts.amazonaws.com'),
};
