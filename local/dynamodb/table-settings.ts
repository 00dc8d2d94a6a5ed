import { z } from 'zod';
import { REGION } from '../kernel/account.ts';
import { parseProperties } from '../lambda/parse-properties.ts';
import { type Properties, physicalName, type ResourceContext } from '../template/provisioner.ts';

const ignored = z.unknown().optional();
const key = z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const index = z.object({ IndexName: z.string(), KeySchema: z.array(key), Projection: projection });
const backups = z.strictObject({
  PointInTimeRecoveryEnabled: z.boolean().optional(),
  RecoveryPeriodInDays: ignored,
});
const common = {
  TableName: z.string().optional(),
  KeySchema: z.array(key).min(1),
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  BillingMode: z.enum(['PAY_PER_REQUEST', 'PROVISIONED']).optional(),
  GlobalSecondaryIndexes: z.array(index).default([]),
  LocalSecondaryIndexes: z.array(index).default([]),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  // Encryption and warm throughput show in no answer that a function reads.
  SSESpecification: ignored,
  WarmThroughput: ignored,
};
const table = z.strictObject({
  ...common,
  ProvisionedThroughput: ignored,
  OnDemandThroughput: ignored,
  PointInTimeRecoverySpecification: backups.optional(),
  DeletionProtectionEnabled: z.boolean().default(false),
  TableClass: ignored,
  Tags: ignored,
});
const replica = z.looseObject({
  Region: z.string(),
  DeletionProtectionEnabled: z.boolean().default(false),
  PointInTimeRecoverySpecification: backups.optional(),
});
const globalTable = z.strictObject({
  ...common,
  Replicas: z.array(replica).length(1, 'one replica, in the Region of the stack, is all that this machine can hold'),
  WriteProvisionedThroughputSettings: ignored,
  WriteOnDemandThroughputSettings: ignored,
  GlobalTableSettingsReplicationMode: ignored,
});

type Key = z.infer<typeof key>;

export interface TableIndex {
  readonly IndexName: string;
  readonly KeySchema: readonly Key[];
  readonly Projection: z.infer<typeof projection>;
}

/** A table as its template wants it; members with capitals are as the DynamoDB API has them. */
export interface TableSettings {
  readonly name: string;
  readonly KeySchema: readonly Key[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly globalIndexes: readonly TableIndex[];
  readonly localIndexes: readonly TableIndex[];
  readonly streamView: string | undefined;
  readonly ttlAttribute: string | undefined;
  readonly deletionProtection: boolean;
}

/** Reads the properties of an `AWS::DynamoDB::Table`. */
export function tableSettings(properties: Properties, context: ResourceContext): TableSettings {
  const parsed = parseProperties(table, properties);
  return { ...shared(parsed, context), deletionProtection: parsed.DeletionProtectionEnabled };
}

/** Reads the properties of an `AWS::DynamoDB::GlobalTable` with a single replica, as `TableV2` makes it. */
export function globalTableSettings(properties: Properties, context: ResourceContext): TableSettings {
  const parsed = parseProperties(globalTable, properties);
  const [only] = parsed.Replicas;
  if (only?.Region !== REGION) throw new Error(`Replicas: the local AWS has ${REGION} alone, not ${only?.Region}.`);
  return { ...shared(parsed, context), deletionProtection: only.DeletionProtectionEnabled };
}

function shared(
  parsed: z.infer<typeof table> | z.infer<typeof globalTable>,
  context: ResourceContext,
): Omit<TableSettings, 'deletionProtection'> {
  const ttl = parsed.TimeToLiveSpecification;
  return {
    name: parsed.TableName ?? physicalName(context),
    KeySchema: parsed.KeySchema,
    AttributeDefinitions: parsed.AttributeDefinitions,
    globalIndexes: parsed.GlobalSecondaryIndexes,
    localIndexes: parsed.LocalSecondaryIndexes,
    streamView: parsed.StreamSpecification?.StreamViewType,
    ttlAttribute: ttl?.Enabled === true ? ttl.AttributeName : undefined,
  };
}
