import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Decision, Version } from '../../core/domain/version.ts';
import type { Versions } from '../../core/ports.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { asStored } from './document-client.ts';

/** A version as it is stored: `pk` is the repository, `sk` the digest; decisions lie by service and tag, so that one can replace another. */
interface StoredVersion extends Omit<Version, 'tags' | 'decisions' | 'repository' | 'digest'> {
  readonly pk: string;
  readonly sk: Version['digest'];
  readonly tags: ReadonlySet<string>;
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** The history of each repository: an item a digest, and an index by the time of the push. */
export function dynamoVersions(client: DynamoDBDocumentClient, table: string): Versions {
  return {
    async record(version) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: toItem(version),
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { recorded: true, stored: version };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
        return { recorded: false, stored: fromItem(asStored<StoredVersion>(unmarshall(error.Item))) };
      }
    },

    async amend(repository, digest, { tag, decisions }) {
      const sets = decisions.map((_, index) => `decisions.#d${index} = :d${index}`);
      const adds = tag === undefined ? '' : ' ADD tags :tag';
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: repository, sk: digest },
          UpdateExpression: `${sets.length > 0 ? `SET ${sets.join(', ')}` : ''}${adds}`.trim(),
          ConditionExpression: 'attribute_exists(pk)',
          ...(decisions.length > 0 && {
            ExpressionAttributeNames: Object.fromEntries(
              decisions.map((decision, index) => [`#d${index}`, slotOf(decision)]),
            ),
          }),
          ExpressionAttributeValues: {
            ...Object.fromEntries(decisions.map((decision, index) => [`:d${index}`, decision])),
            ...(tag !== undefined && { ':tag': new Set([tag]) }),
          },
        }),
      );
    },

    async get(repository, digest) {
      const { Item } = await client.send(new GetCommand({ TableName: table, Key: { pk: repository, sk: digest } }));
      return Item && fromItem(asStored<StoredVersion>(Item));
    },

    async newest(repository, limit, cursor) {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: table,
          IndexName: 'byPushedAt',
          KeyConditionExpression: 'pk = :repository',
          ExpressionAttributeValues: { ':repository': repository },
          ScanIndexForward: false,
          Limit: limit,
          ExclusiveStartKey: fromCursor(cursor, ['pk', 'sk', 'pushedAt'], { pk: repository }, { sk: 'sha256:' }),
        }),
      );
      return { items: Items.map((item) => fromItem(asStored<StoredVersion>(item))), ...toCursor(LastEvaluatedKey) };
    },
  };
}

function toItem({ repository, digest, tags, decisions, ...facts }: Version): StoredVersion {
  const slots = Object.fromEntries(decisions.map((decision) => [slotOf(decision), decision]));
  return { pk: repository, sk: digest, ...facts, tags: new Set(tags), decisions: slots };
}

function fromItem({ pk, sk, tags, decisions, ...facts }: StoredVersion): Version {
  return { ...facts, repository: pk, digest: sk, tags: [...tags], decisions: Object.values(decisions) };
}

function slotOf(decision: Decision): string {
  return `${decision.service} ${decision.tag}`;
}
