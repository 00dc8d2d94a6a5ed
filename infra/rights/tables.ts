import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EnvironmentName } from '../../functions/environment.ts';
import { BY_BEGUN, BY_DUE, BY_ID, BY_KIND, BY_PUSHED_AT, type Tables } from '../tables.ts';
import type { Right } from './right.ts';

/** What a function does with items. A transaction needs the actions of its parts. */
export type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

/** Rights on the tables: `history('GetItem', 'PutItem')` and the like, and the queries of an index. */
export function rightsOnTables(tables: Tables) {
  return {
    history: items(tables.versionHistory, 'VERSION_HISTORY_TABLE'),
    newestVersions: index(tables.versionHistory, 'VERSION_HISTORY_TABLE', BY_PUSHED_AT),
    points: items(tables.rollbackPoints, 'ROLLBACK_POINTS_TABLE'),
    findPoints: index(tables.rollbackPoints, 'ROLLBACK_POINTS_TABLE', BY_ID),
    deployments: items(tables.deployments, 'DEPLOYMENTS_TABLE'),
    overdueDeployments: index(tables.deployments, 'DEPLOYMENTS_TABLE', BY_DUE),
    listPastDeployments: index(tables.deployments, 'DEPLOYMENTS_TABLE', BY_BEGUN),
    fleet: items(tables.fleet, 'FLEET_TABLE'),
    overdueWaiting: index(tables.fleet, 'FLEET_TABLE', BY_DUE),
    listServices: index(tables.fleet, 'FLEET_TABLE', BY_KIND),
  };
}

function items(table: Table, variable: EnvironmentName): (...actions: readonly ItemAction[]) => Right {
  return (...actions) => ({
    statements: [{ actions: actions.map((action) => `dynamodb:${action}`), resources: [table.tableArn] }],
    variables: { [variable]: table.tableName },
  });
}

function index(table: Table, variable: EnvironmentName, name: string): Right {
  return {
    statements: [{ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${name}`] }],
    variables: { [variable]: table.tableName },
  };
}
