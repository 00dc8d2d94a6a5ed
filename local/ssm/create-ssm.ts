import type {
  DescribeParametersRequest,
  DescribeParametersResult,
  GetParameterRequest,
  GetParameterResult,
  ParameterType,
  PutParameterRequest,
  PutParameterResult,
} from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type AwsService, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import { parseProperties } from '../lambda/parse-properties.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import { describeParameters } from './describe-parameters.ts';

const FILE = 'parameters';
const ignored = z.unknown().optional();
const properties = z.strictObject({
  Name: z.string().optional(),
  Type: z.enum(['String', 'StringList']),
  Value: z.string(),
  Description: ignored,
  Tags: ignored,
  Tier: ignored,
});

export interface Parameter {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
}

export interface Ssm {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
}

/** The Parameter Store of Systems Manager. A SecureString is kept like the others: nothing is encrypted on this machine. */
export function createSsm({ clock, files }: { readonly clock: Clock; readonly files: StateFiles }): Ssm {
  const parameters = new Map((files.load<Parameter[]>(FILE) ?? []).map((one) => [one.name, one]));

  function put(name: string, type: ParameterType, value: string): number {
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { name, type, value, version, changedAt: clock.now() });
    files.save(FILE, [...parameters.values()]);
    return version;
  }

  return {
    provisioners: {
      'AWS::SSM::Parameter': {
        provision(given, context) {
          const { Name, Type, Value } = parseProperties(properties, given);
          const name = Name ?? physicalName(context);
          if (parameters.get(name)?.value !== Value) put(name, Type, Value);
          return { ref: name, attributes: { Type, Value } };
        },
      },
    },
    service: {
      name: 'ssm',
      operations: {
        DescribeParameters: operation<DescribeParametersRequest, DescribeParametersResult>({
          permissions: () => [{ action: 'ssm:DescribeParameters', resource: '*' }],
          run: (input) => describeParameters([...parameters.values()], input),
        }),
        GetParameter: operation<GetParameterRequest, GetParameterResult>({
          permissions: ({ Name = '' }) => [{ action: 'ssm:GetParameter', resource: arnOf(nameIn(Name)) }],
          run({ Name = '' }) {
            const found = parameters.get(nameIn(Name)) ?? parameters.get(nameIn(Name).replace(/^\//, ''));
            if (found === undefined) throw new AwsError('ParameterNotFound', `Parameter ${Name} not found.`);
            const { name, type: Type, value: Value, version: Version, changedAt } = found;
            const LastModifiedDate = new Date(changedAt);
            return { Parameter: { Name: name, Type, Value, Version, LastModifiedDate, ARN: arnOf(name) } };
          },
        }),
        PutParameter: operation<PutParameterRequest, PutParameterResult>({
          permissions: ({ Name = '' }) => [{ action: 'ssm:PutParameter', resource: arnOf(Name) }],
          run({ Name = '', Type, Value = '', Overwrite = false }) {
            const before = parameters.get(Name);
            if (before !== undefined && !Overwrite)
              throw new AwsError(
                'ParameterAlreadyExists',
                'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
              );
            return { Version: put(Name, Type ?? before?.type ?? 'String', Value), Tier: 'Standard' };
          },
        }),
      },
    },
  };
}

/** A name that begins with a slash has one slash in its ARN, as one without. */
function arnOf(name: string): string {
  return arn('ssm', `parameter/${name.replace(/^\//, '')}`);
}

/** `GetParameter` takes a name or an ARN. What an ARN has behind `parameter` is the name of one that begins with a slash. */
function nameIn(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^/]*:parameter(?=\/)/, '');
}
