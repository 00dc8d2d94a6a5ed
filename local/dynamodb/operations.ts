/** What the local DynamoDB answers: the operations that the engine has, as far as IAM and the streams must know them. */

export type Kind = 'read' | 'write' | 'table' | 'stream';

/** Everything else is an `UnknownOperationException` that names the operation. */
export const OPERATIONS: Readonly<Record<string, Kind>> = {
  GetItem: 'read',
  BatchGetItem: 'read',
  TransactGetItems: 'read',
  Query: 'read',
  Scan: 'read',
  PutItem: 'write',
  UpdateItem: 'write',
  DeleteItem: 'write',
  BatchWriteItem: 'write',
  TransactWriteItems: 'write',
  CreateTable: 'table',
  DeleteTable: 'table',
  UpdateTable: 'table',
  DescribeTable: 'table',
  ListTables: 'table',
  DescribeTimeToLive: 'table',
  UpdateTimeToLive: 'table',
  ListTagsOfResource: 'table',
  TagResource: 'table',
  UntagResource: 'table',
  ListStreams: 'stream',
  DescribeStream: 'stream',
  GetShardIterator: 'stream',
  GetRecords: 'stream',
};
