import fc from 'fast-check';
import { expect, test } from 'vitest';
import { permissionsOf } from '../../../local/dynamodb/permissions.ts';

const TABLE = 'arn:aws:dynamodb:us-east-1:000000000000:table/things';
const STREAM = `${TABLE}/stream/2026`;

test.each([
  ['GetItem', { TableName: 'things' }, ['dynamodb:GetItem', TABLE]],
  ['GetItem', { TableName: TABLE }, ['dynamodb:GetItem', TABLE]],
  ['Query', { TableName: 'things', IndexName: 'by-due' }, ['dynamodb:Query', `${TABLE}/index/by-due`]],
  ['ListTables', {}, ['dynamodb:ListTables', '*']],
  ['DescribeStream', { StreamArn: STREAM }, ['dynamodb:DescribeStream', STREAM]],
  ['GetRecords', { ShardIterator: `${STREAM}|1|abc` }, ['dynamodb:GetRecords', STREAM]],
  ['TagResource', { ResourceArn: TABLE }, ['dynamodb:TagResource', TABLE]],
])('%s of %j needs %j', (operation, input, [action, resource]) => {
  expect(permissionsOf(operation, input)).toEqual([{ action, resource }]);
});

test('a transaction needs the permission of each of its actions, once', () => {
  const input = {
    TransactItems: [
      { Put: { TableName: 'things' } },
      { Put: { TableName: 'things' } },
      { Update: { TableName: 'others' } },
      { ConditionCheck: { TableName: 'things' } },
      { Delete: { TableName: 'things' } },
    ],
  };
  expect(permissionsOf('TransactWriteItems', input).map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    `dynamodb:PutItem ${TABLE}`,
    'dynamodb:UpdateItem arn:aws:dynamodb:us-east-1:000000000000:table/others',
    `dynamodb:ConditionCheckItem ${TABLE}`,
    `dynamodb:DeleteItem ${TABLE}`,
  ]);
});

test('what is not supported is an error that names it', () => {
  expect(() => permissionsOf('ExecuteStatement', {})).toThrow('ExecuteStatement');
});

test('no input makes a request pass without a permission', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('PutItem', 'Query', 'BatchWriteItem', 'TransactWriteItems', 'GetRecords'),
      fc.jsonValue(),
      (operation, input) => {
        let needed = 1;
        try {
          needed = permissionsOf(operation, input).length;
        } catch (error) {
          expect(error).toMatchObject({ name: 'ValidationException' });
        }
        // A batch or a transaction without any table writes nothing, and the engine refuses it.
        const empty = operation.startsWith('Batch') || operation.startsWith('Transact');
        expect(needed).toBeGreaterThanOrEqual(empty ? 0 : 1);
      },
    ),
  );
});
