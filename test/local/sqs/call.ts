import type { AwsService } from '../../../local/kernel/aws-service.ts';

/** Runs an operation as the account's owner would. The endpoint's validation is not in the way. */
export async function call(service: AwsService, name: string, input: object): Promise<Record<string, unknown>> {
  const operation = service.operations[name];
  if (operation === undefined) throw new Error(`${service.name} has no operation ${name}`);
  const caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };
  return Object(await Reflect.apply(operation.run, operation, [input, { caller }]));
}

/** The permissions that an operation asks for. */
export function permissions(service: AwsService, name: string, input: object): unknown {
  const operation = service.operations[name];
  if (operation === undefined) throw new Error(`${service.name} has no operation ${name}`);
  return Reflect.apply(operation.permissions, operation, [input]);
}

/** Lets everything run that is already on its way. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
