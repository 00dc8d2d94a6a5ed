import type { Fields } from './fields.ts';
import { invalidDefinition } from './invalid-definition.ts';
import type { TaskState } from './machine.ts';
import type { Reach } from './parse-machine.ts';
import { parseTaskResource } from './task-resource.ts';
import { fieldNames, type Template } from './template.ts';

type TaskFields = Pick<TaskState, 'resource' | 'arguments' | 'timeoutSeconds' | 'heartbeatSeconds' | 'credentials'>;

export function parseTask(fields: Fields, reach: Reach): TaskFields {
  const arn = fields.text('Resource');
  const resource = parseTaskResource(arn);
  const path = `${fields.path}/Resource`;
  if (resource === undefined) {
    throw invalidDefinition(
      `The resource provided ${arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`,
      path,
    );
  }
  const argument = fields.template('Arguments');
  const refusal = reach.refuses(arn, argument === undefined ? [] : fieldNames(argument));
  if (refusal !== undefined) throw invalidDefinition(refusal, path);
  return {
    resource,
    arguments: argument,
    timeoutSeconds: seconds(fields, 'TimeoutSeconds'),
    heartbeatSeconds: seconds(fields, 'HeartbeatSeconds'),
    credentials: parseCredentials(fields),
  };
}

function seconds(fields: Fields, name: string): Template | undefined {
  const template = fields.template(name);
  if (template?.kind === 'literal') fields.number(name, 0, 1);
  return template;
}

function parseCredentials(fields: Fields): Template | undefined {
  if (!fields.has('Credentials')) return undefined;
  const credentials = fields.object('Credentials');
  if (!credentials.has('RoleArn')) {
    throw invalidDefinition("The field 'RoleArn' is required but was missing", credentials.path);
  }
  const role = credentials.template('RoleArn', 'Credentials/RoleArn');
  credentials.done();
  return role;
}
