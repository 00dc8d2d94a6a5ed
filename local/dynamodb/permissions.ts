import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import type { Permission } from '../kernel/aws-service.ts';
import { tableOf } from './engine-arns.ts';
import { OPERATIONS } from './operations.ts';
import { streamOfIterator } from './shard-iterator.ts';

const named = z.object({ TableName: z.string() });
const items = z.record(z.string(), z.unknown());
const actions = z.object({
  TransactItems: z.array(z.record(z.string(), z.union([named, z.object({}).loose()]).optional())),
});

/** Inner actions of TransactWriteItems and TransactGetItems, as IAM calls them. */
const INNER: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

/** Every permission that DynamoDB checks for a request. Throws for an operation that is not supported. */
export function permissionsOf(operation: string, input: unknown): readonly Permission[] {
  if (OPERATIONS[operation] === undefined) {
    throw new AwsError('UnknownOperationException', `The local DynamoDB does not support ${operation}.`);
  }
  const needs = (action: string, resource: string): Permission => ({ action: `dynamodb:${action}`, resource });
  switch (operation) {
    case 'ListTables':
    case 'ListStreams':
      return [needs(operation, '*')];
    case 'BatchGetItem':
    case 'BatchWriteItem': {
      const { RequestItems } = read(z.object({ RequestItems: items }), input);
      return Object.keys(RequestItems).map((table) => needs(operation, tableArn(table)));
    }
    case 'TransactWriteItems':
    case 'TransactGetItems': {
      const all = read(actions, input).TransactItems.flatMap((item) =>
        Object.entries(item).map(([kind, inner]) => {
          const action = INNER[kind];
          if (action === undefined) throw invalid(`TransactItems has no action ${kind}`);
          return needs(action, tableArn(read(named, inner).TableName));
        }),
      );
      return distinct(all);
    }
    case 'ListTagsOfResource':
    case 'TagResource':
    case 'UntagResource':
      return [needs(operation, read(z.object({ ResourceArn: z.string() }), input).ResourceArn)];
    case 'DescribeStream':
    case 'GetShardIterator':
      return [needs(operation, read(z.object({ StreamArn: z.string() }), input).StreamArn)];
    case 'GetRecords':
      return [needs(operation, streamOfIterator(read(z.object({ ShardIterator: z.string() }), input).ShardIterator))];
    default: {
      const { TableName, IndexName } = read(named.extend({ IndexName: z.string().optional() }), input);
      const table = tableArn(TableName);
      return [needs(operation, IndexName === undefined ? table : `${table}/index/${IndexName}`)];
    }
  }
}

/** The tables that a write touches. */
export function writtenTables(operation: string, input: unknown): readonly string[] {
  const resources = permissionsOf(operation, input).map(({ resource }) => tableOf(resource));
  return [...new Set(resources)];
}

function tableArn(nameOrArn: string): string {
  return arn('dynamodb', `table/${tableOf(nameOrArn)}`);
}

function distinct(permissions: readonly Permission[]): readonly Permission[] {
  return [
    ...new Map(permissions.map((permission) => [`${permission.action} ${permission.resource}`, permission])).values(),
  ];
}

function read<Parsed>(schema: z.ZodType<Parsed>, input: unknown): Parsed {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${issue?.path.join('.') ?? 'The request'}: ${issue?.message ?? 'is not what it must be'}`);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
