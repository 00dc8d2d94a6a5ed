import { type Properties, type Provisioner, physicalName } from '../template/provisioner.ts';
import type { NewStateMachine } from './create-step-functions.ts';
import { isObject } from './json.ts';

/** `AWS::StepFunctions::StateMachine`, with its definition in `DefinitionString`. */
export function stateMachineProvisioner(create: (machine: NewStateMachine) => string): Provisioner {
  return {
    provision(properties, context) {
      const type = properties.StateMachineType ?? 'STANDARD';
      if (type !== 'STANDARD')
        throw new Error(`StateMachineType ${String(type)} is not supported locally: use STANDARD`);
      const given = properties.StateMachineName;
      const name = given === undefined ? physicalName(context) : text(properties, 'StateMachineName');
      const definition = substituted(text(properties, 'DefinitionString'), properties.DefinitionSubstitutions);
      const roleArn = text(properties, 'RoleArn');
      const arn = create({ name, roleArn, definition, logs: logs(properties.LoggingConfiguration) });
      return { ref: arn, attributes: { Arn: arn, Name: name } };
    },
  };
}

function logs(configuration: unknown): boolean {
  return isObject(configuration) && configuration.Level !== undefined && configuration.Level !== 'OFF';
}

function text(properties: Properties, name: string): string {
  const value = properties[name];
  if (typeof value === 'string') return value;
  throw new Error(`${name} must be a string`);
}

/** `${Name}` in the definition stands for the value of that name; one without a value is an error. */
function substituted(definition: string, substitutions: unknown): string {
  const values = isObject(substitutions) ? substitutions : {};
  return definition.replace(/\$\{([A-Za-z0-9_]+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`DefinitionSubstitutions has no value for ${whole} in DefinitionString`);
    return JSON.stringify(String(value)).slice(1, -1);
  });
}
