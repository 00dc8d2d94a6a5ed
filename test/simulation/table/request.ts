import type { Documents } from '../../../functions/aws/documents.ts';
import type { Given, Item } from './expressions.ts';

/** What can be asked of tables. */
export type Verb = keyof Documents;

/** Members of the inputs that the tables in memory obey; the SDK's own types are wider. */
export interface Request {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly IndexName?: string;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Given['names'];
  readonly ExpressionAttributeValues?: Given['values'];
  readonly ConsistentRead?: boolean;
  readonly ScanIndexForward?: boolean;
  readonly Limit?: number;
  readonly ExclusiveStartKey?: Item;
  readonly ReturnValues?: string;
  readonly RequestItems?: Readonly<Record<string, { readonly Keys: readonly Item[] }>>;
  readonly TransactItems?: readonly Readonly<Record<string, Request>>[];
}
