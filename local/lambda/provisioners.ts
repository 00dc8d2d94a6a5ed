import { z } from 'zod';
import type { Provisioner } from '../template/provisioner.ts';
import type { EventInvokeConfigs } from './event-invoke-config.ts';
import type { EventSourceMappings } from './event-source-mappings.ts';
import { functionSettings } from './function-settings.ts';
import type { Functions } from './functions.ts';
import type { InvokePermissions } from './invoke-permissions.ts';
import { parseProperties } from './parse-properties.ts';

const ignored = z.unknown().optional();

const version = z.strictObject({
  FunctionName: z.string(),
  Description: ignored,
  CodeSha256: ignored,
});

const alias = z.strictObject({
  FunctionName: z.string(),
  FunctionVersion: z.string(),
  Name: z.string().regex(/^(?!\d+$)[A-Za-z0-9_-]{1,128}$/),
  Description: ignored,
});

/** The provisioners of all `AWS::Lambda::*` types that the local AWS knows. */
export function lambdaProvisioners(parts: {
  functions: Functions;
  permissions: InvokePermissions;
  configs: EventInvokeConfigs;
  mappings: EventSourceMappings;
}): Record<string, Provisioner> {
  const { functions } = parts;
  return {
    'AWS::Lambda::Function': {
      provision: (properties, context) => {
        const settings = functionSettings(properties, context);
        functions.put(settings);
        return { ref: settings.name, attributes: { Arn: settings.arn } };
      },
    },
    'AWS::Lambda::Version': {
      provision: (properties, context) => {
        const parsed = parseProperties(version, properties);
        const ref = functions.publish(parsed.FunctionName, context.previous?.attributes.Version);
        return { ref, attributes: { Version: ref.slice(ref.lastIndexOf(':') + 1), FunctionArn: ref } };
      },
    },
    'AWS::Lambda::Alias': {
      provision: (properties) => {
        const parsed = parseProperties(alias, properties);
        const ref = functions.alias(parsed.FunctionName, parsed.Name, parsed.FunctionVersion);
        return { ref, attributes: { AliasArn: ref } };
      },
    },
    'AWS::Lambda::EventInvokeConfig': parts.configs.provisioner(functions),
    'AWS::Lambda::Permission': parts.permissions.provisioner(functions),
    'AWS::Lambda::EventSourceMapping': parts.mappings.provisioner(),
  };
}
