import { documentsIn } from '../simulation/table/documents-over.ts';
import { TablesInMemory } from '../simulation/table/tables-in-memory.ts';
import { checkRunsContract } from './check-runs.ts';
import { dynamoStores } from './dynamo-stores.ts';
import { orderContract } from './order.ts';
import { outsideContract } from './outside.ts';
import { rollbackPointsContract } from './rollback-points.ts';
import { type Stores, storesContract } from './stores.ts';

const NAMES = Object.fromEntries(
  ['VersionHistory', 'Fleet', 'Deployments', 'RollbackPoints'].map((name) => [name, name]),
);
const where = 'on tables in memory';
const make = async (): Promise<Stores> => dynamoStores(documentsIn(new TablesInMemory(() => 0)), NAMES);

storesContract(where, make);
orderContract(where, make);
outsideContract(where, make);
checkRunsContract(where, make);
rollbackPointsContract(where, make);
