import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Ports } from '../core/ports.ts';
import { dynamoDeployments } from '../functions/aws/dynamo-deployments.ts';
import { dynamoRules } from '../functions/aws/dynamo-rules.ts';
import { dynamoServices } from '../functions/aws/dynamo-services.ts';
import { dynamoVersions } from '../functions/aws/dynamo-versions.ts';
import type { Consumed } from '../local/dynamodb/capacity.ts';
import { stackTables } from '../test/contracts/dynamodb-bench.ts';
import { fakeWorld, type World } from '../test/fakes/fake-world.ts';

/** Belay's stores in a real DynamoDB engine, beside fakes of all else. */
export interface Stores {
  readonly ports: Ports;
  readonly world: World;
  /** For what no store asks. */
  readonly client: DynamoDBDocumentClient;
  /** Names of the tables, by their names in the stack. */
  readonly tables: Readonly<Record<string, string>>;
  /** What is consumed while something is done, and the calls to AWS beside the tables. */
  counted(run: () => Promise<unknown>): Promise<{ readonly consumed: readonly Consumed[]; readonly calls: number }>;
}

/** Runs a measurement on empty tables, and lets go of the engine after it. */
export async function withStores<Answer>(measure: (stores: Stores) => Promise<Answer>): Promise<Answer> {
  const { client, documents, consumed, make, end } = await stackTables();
  try {
    const tables = await make();
    const { VersionHistory = '', Fleet = '', Deployments = '' } = tables;
    const world = await fakeWorld();
    const ports: Ports = {
      ...world.ports,
      versions: dynamoVersions(documents, VersionHistory),
      services: dynamoServices(documents, Fleet),
      rules: dynamoRules(documents, Fleet),
      deployments: dynamoDeployments(documents, Deployments),
    };
    const counted: Stores['counted'] = async (run) => {
      const [consumedBefore, callsBefore] = [consumed.length, world.book.calls.length];
      await run();
      return { consumed: consumed.slice(consumedBefore), calls: world.book.calls.length - callsBefore };
    };
    return await measure({ ports, world, client, tables, counted });
  } finally {
    await end();
  }
}

/** Units and operations of what was consumed. */
export function sum(consumed: readonly Consumed[]) {
  const total = (of: (one: Consumed) => number): number => consumed.reduce((sum, one) => sum + of(one), 0);
  return {
    readUnits: total(({ readUnits }) => readUnits),
    writeUnits: total(({ writeUnits }) => writeUnits),
    reads: consumed.filter(({ readUnits }) => readUnits > 0).length,
    writes: consumed.filter(({ writeUnits }) => writeUnits > 0).length,
  };
}
