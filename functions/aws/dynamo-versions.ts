import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { parseServiceKey } from '../../core/domain/names.ts';
import type { Decision, DecisionOutcome, Version, VersionLine } from '../../core/domain/version.ts';
import type { Page, Versions } from '../../core/ports.ts';
import { batchGet } from './batch-get.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { asStored } from './document-client.ts';
import type { Documents } from './documents.ts';

/** What the index of the newest has of a version. Decisions lie by service and tag, so that one can replace another. */
interface StoredLine {
  /** The repository. */
  readonly pk: string;
  readonly sk: Version['digest'];
  readonly pushedAt: string;
  readonly tags: ReadonlySet<string>;
  readonly line: { readonly commit?: string; readonly outcomes: Readonly<Record<string, DecisionOutcome>> };
}

/** A version as it is stored. */
interface StoredVersion extends StoredLine, Omit<Version, 'tags' | 'decisions' | 'repository' | 'digest'> {
  readonly decisions: Readonly<Record<string, Decision>>;
}

/** The history of each repository: an item a digest, and an index by the time of the push. */
export function dynamoVersions(documents: Documents, table: string): Versions {
  return {
    async record(version) {
      try {
        await documents.put({
          TableName: table,
          Item: toItem(version),
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        });
        return { recorded: true, stored: version };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
        return { recorded: false, stored: fromItem(asStored<StoredVersion>(unmarshall(error.Item))) };
      }
    },

    async amend(repository, digest, { tag, decisions }) {
      const sets = decisions.map(
        (_, index) => `decisions.#d${index} = :d${index}, line.outcomes.#d${index} = :o${index}`,
      );
      const adds = tag === undefined ? '' : ' ADD tags :tag';
      await documents.update({
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
          ...Object.fromEntries(decisions.map(({ outcome }, index) => [`:o${index}`, outcome])),
          ...(tag !== undefined && { ':tag': new Set([tag]) }),
        },
      });
    },

    async get(repository, digest) {
      const { Item } = await documents.get({ TableName: table, Key: { pk: repository, sk: digest } });
      return Item && fromItem(asStored<StoredVersion>(Item));
    },

    async newest(repository, limit, cursor) {
      const { items, ...page } = await list(repository, limit, cursor);
      const keys = items.map(({ digest }) => ({ pk: repository, sk: digest }));
      const whole = (await batchGet(documents, table, keys, { consistent: false })).map((item) =>
        fromItem(asStored<StoredVersion>(item)),
      );
      return { ...page, items: keys.flatMap(({ sk }) => whole.find(({ digest }) => digest === sk) ?? []) };
    },

    list,
  };

  async function list(repository: string, limit: number, cursor?: string): Promise<Page<VersionLine>> {
    const { Items = [], LastEvaluatedKey } = await documents.query({
      TableName: table,
      IndexName: 'byPushedAt',
      KeyConditionExpression: 'pk = :repository',
      ExpressionAttributeValues: { ':repository': repository },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: fromCursor(cursor, ['pk', 'sk', 'pushedAt'], { pk: repository }, { sk: 'sha256:' }),
    });
    return { items: Items.map((item) => fromLine(asStored<StoredLine>(item))), ...toCursor(LastEvaluatedKey) };
  }
}

function toItem({ repository, digest, tags, decisions, ...facts }: Version): StoredVersion {
  const slots = Object.fromEntries(decisions.map((decision) => [slotOf(decision), decision]));
  const outcomes = Object.fromEntries(decisions.map((decision) => [slotOf(decision), decision.outcome]));
  const { commit } = facts.labels;
  const line = { ...(commit !== undefined && { commit }), outcomes };
  return { pk: repository, sk: digest, ...facts, tags: new Set(tags), line, decisions: slots };
}

function fromLine({ pk, sk, tags, pushedAt, line: { outcomes, ...line } }: StoredLine): VersionLine {
  const decisions = Object.entries(outcomes).map(([slot, outcome]) => ({ ...fromSlot(slot), outcome }));
  return { repository: pk, digest: sk, tags: [...tags], pushedAt, ...line, decisions };
}

function fromItem({ pk, sk, tags, line: _, decisions, ...facts }: StoredVersion): Version {
  return { ...facts, repository: pk, digest: sk, tags: [...tags], decisions: Object.values(decisions) };
}

/** Neither a service's key nor a tag has a space in it. */
function slotOf({ service, tag }: Pick<Decision, 'service' | 'tag'>): string {
  return `${service} ${tag}`;
}

function fromSlot(slot: string): Pick<Decision, 'service' | 'tag'> {
  const [service = '', tag = ''] = slot.split(' ');
  return { service: parseServiceKey(service), tag };
}
