import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  StreamViewType,
  Table,
  TableEncryption,
  type TableProps,
} from 'aws-cdk-lib/aws-dynamodb';

/** What Belay remembers. */
export interface Tables {
  readonly versionHistory: Table;
  readonly rollbackPoints: Table;
  /** Has a stream: its log lines go out from there. */
  readonly deployments: Table;
  readonly fleet: Table;
}

/** Newest versions of a repository. It carries the lines of the history and no more, so that twenty cost one read unit. */
export const BY_PUSHED_AT = 'byPushedAt';
/** Live deployments by when they should be over, and in the fleet those that wait by when they should start. Sparse: only they have its keys. */
export const BY_DUE = 'byDue';
/** Records of deployments by when they began. Sparse: only records have `of`. */
export const BY_BEGUN = 'byBegun';
/** Items of the fleet by what they are, to list services. Sparse: only items to be listed have `kind`. */
export const BY_KIND = 'byKind';

/** Rollback points by their id alone. */
export const BY_ID = 'byId';

const text = (name: string) => ({ name, type: AttributeType.STRING });

export function makeTables(stack: Stack, production: boolean): Tables {
  const common = {
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: production,
    removalPolicy: production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  } satisfies TableProps;

  const versionHistory = new Table(stack, 'VersionHistory', common);
  versionHistory.addLocalSecondaryIndex({
    indexName: BY_PUSHED_AT,
    sortKey: text('pushedAt'),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: ['tags', 'line'],
  });

  const deployments = new Table(stack, 'Deployments', {
    ...common,
    stream: StreamViewType.NEW_IMAGE,
    timeToLiveAttribute: 'expiresAt',
  });
  deployments.addGlobalSecondaryIndex({
    indexName: BY_DUE,
    partitionKey: text('waiting'),
    sortKey: text('dueAt'),
    projectionType: ProjectionType.KEYS_ONLY,
  });

  deployments.addGlobalSecondaryIndex({
    indexName: BY_BEGUN,
    partitionKey: text('of'),
    sortKey: text('begun'),
    projectionType: ProjectionType.KEYS_ONLY,
  });

  const fleet = new Table(stack, 'Fleet', { ...common, timeToLiveAttribute: 'expiresAt' });
  fleet.addGlobalSecondaryIndex({
    indexName: BY_KIND,
    partitionKey: text('kind'),
    sortKey: text('pk'),
    projectionType: ProjectionType.ALL,
  });
  fleet.addGlobalSecondaryIndex({
    indexName: BY_DUE,
    partitionKey: text('due'),
    sortKey: text('dueAt'),
    projectionType: ProjectionType.KEYS_ONLY,
  });

  // Expired points are forgotten after a while; living ones have no `expiresAt`.
  const rollbackPoints = new Table(stack, 'RollbackPoints', { ...common, timeToLiveAttribute: 'expiresAt' });
  rollbackPoints.addGlobalSecondaryIndex({
    indexName: BY_ID,
    partitionKey: text('id'),
    projectionType: ProjectionType.KEYS_ONLY,
  });

  return { versionHistory, rollbackPoints, deployments, fleet };
}
