import { z } from 'zod';
import type { TableIndex, TableSettings } from './table-settings.ts';

const indexes = z.array(z.looseObject({ IndexName: z.string(), KeySchema: z.unknown(), Projection: z.unknown() }));

/** A table as DescribeTable tells it. */
export const described = z.looseObject({
  TableStatus: z.string(),
  TableArn: z.string(),
  TableId: z.string().optional(),
  KeySchema: z.unknown(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  GlobalSecondaryIndexes: indexes.default([]),
  LocalSecondaryIndexes: indexes.default([]),
  StreamSpecification: z.object({ StreamEnabled: z.boolean(), StreamViewType: z.string().optional() }).optional(),
  LatestStreamArn: z.string().optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
});

export type Described = z.infer<typeof described>;

/**
 * The UpdateTable requests, one after another, that make a table what its template says now. Throws for what DynamoDB
 * cannot change: keys, their types and local indexes.
 */
export function tableChanges(wanted: TableSettings, found: Described): readonly object[] {
  refuseChange(wanted.name, 'KeySchema', found.KeySchema, wanted.KeySchema);
  for (const { AttributeName, AttributeType } of wanted.AttributeDefinitions) {
    const old = found.AttributeDefinitions.find((definition) => definition.AttributeName === AttributeName);
    if (old !== undefined) {
      refuseChange(wanted.name, `the type of ${AttributeName}`, old.AttributeType, AttributeType);
    }
  }
  const localOf = (list: readonly { IndexName: string; KeySchema: unknown }[]): unknown =>
    list.map(({ IndexName, KeySchema }) => [IndexName, KeySchema]);
  refuseChange(
    wanted.name,
    'LocalSecondaryIndexes',
    localOf(found.LocalSecondaryIndexes),
    localOf(wanted.localIndexes),
  );

  const changes: object[] = [];
  const { AttributeDefinitions } = wanted;
  for (const index of found.GlobalSecondaryIndexes) {
    const same = wanted.globalIndexes.some((other) => isSame(other, index));
    if (!same) changes.push({ GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: index.IndexName } }] });
  }
  for (const index of wanted.globalIndexes) {
    const same = found.GlobalSecondaryIndexes.some((other) => isSame(index, other));
    if (!same) changes.push({ AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create: indexRequest(index) }] });
  }
  const view = found.StreamSpecification?.StreamEnabled === true ? found.StreamSpecification.StreamViewType : undefined;
  if (view !== wanted.streamView) {
    // A stream that is on cannot change its view; it ends, and a new one begins.
    if (view !== undefined) changes.push({ StreamSpecification: { StreamEnabled: false } });
    if (wanted.streamView !== undefined) changes.push(streamRequest(wanted.streamView));
  }
  if ((found.DeletionProtectionEnabled ?? false) !== wanted.deletionProtection) {
    changes.push({ DeletionProtectionEnabled: wanted.deletionProtection });
  }
  return changes;
}

/** The CreateTable request for a table. */
export function createRequest(wanted: TableSettings): object {
  const { globalIndexes, localIndexes } = wanted;
  return {
    TableName: wanted.name,
    KeySchema: wanted.KeySchema,
    AttributeDefinitions: wanted.AttributeDefinitions,
    // Local capacity is not for sale: a provisioned table is on demand here.
    BillingMode: 'PAY_PER_REQUEST',
    ...(globalIndexes.length === 0 ? {} : { GlobalSecondaryIndexes: globalIndexes.map(indexRequest) }),
    ...(localIndexes.length === 0 ? {} : { LocalSecondaryIndexes: localIndexes.map(indexRequest) }),
    ...(wanted.streamView === undefined ? {} : streamRequest(wanted.streamView)),
    ...(wanted.deletionProtection ? { DeletionProtectionEnabled: true } : {}),
  };
}

function streamRequest(StreamViewType: string): object {
  return { StreamSpecification: { StreamEnabled: true, StreamViewType } };
}

function indexRequest({ IndexName, KeySchema, Projection }: TableIndex): object {
  return { IndexName, KeySchema, Projection };
}

function isSame(wanted: TableIndex, found: { IndexName: string; KeySchema: unknown; Projection: unknown }): boolean {
  return canonical(indexRequest(wanted)) === canonical(indexRequestOf(found));
}

function indexRequestOf(found: { IndexName: string; KeySchema: unknown; Projection: unknown }): object {
  return { IndexName: found.IndexName, KeySchema: found.KeySchema, Projection: found.Projection };
}

function refuseChange(table: string, what: string, found: unknown, wanted: unknown): void {
  if (canonical(found) === canonical(wanted)) return;
  throw new Error(
    `Table ${table}: ${what} changed from ${JSON.stringify(found)} to ${JSON.stringify(wanted)}, which DynamoDB cannot do. ` +
      'Start with --reset to begin anew (the local data is lost), or give the table another name.',
  );
}

/** JSON text in which the order of members makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
