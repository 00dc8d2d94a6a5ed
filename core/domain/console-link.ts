const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
  'aws-cn': 'console.amazonaws.cn',
};

/** Where the AWS console shows an execution (its ARN). */
export function consoleLink(execution: string): string {
  const [, partition = 'aws', , region = ''] = execution.split(':');
  const host = CONSOLES[partition] ?? CONSOLES.aws;
  return `https://${region}.${host}/states/home?region=${region}#/v2/executions/details/${execution}`;
}

/** The execution that runs a deployment: it has the deployment's name. */
export function executionOf(machine: string, deployment: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${deployment}`;
}
