import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { arn } from '../kernel/account.ts';
import type { Properties, Provisioned, Provisioner, ResourceContext } from '../template/provisioner.ts';
import type { Forwarded } from './forward.ts';
import { createRequest, type Described, described, tableChanges } from './table-changes.ts';
import { globalTableSettings, type TableSettings, tableSettings } from './table-settings.ts';

type Forward = (target: string, body: string) => Promise<Forwarded>;

/** Real milliseconds that an engine may take to build an index. */
const LONGEST_BUILD = 60_000;

/** The provisioners of tables: they make them, or change what DynamoDB can change, and keep the data. */
export function tableProvisioners(forward: Forward): Record<string, Provisioner> {
  const provisioner = (read: (properties: Properties, context: ResourceContext) => TableSettings): Provisioner => ({
    provision: async (properties, context) => await provisionTable(forward, read(properties, context)),
  });
  return {
    'AWS::DynamoDB::Table': provisioner(tableSettings),
    'AWS::DynamoDB::GlobalTable': provisioner(globalTableSettings),
  };
}

async function provisionTable(forward: Forward, wanted: TableSettings): Promise<Provisioned> {
  const found = await describe(forward, wanted.name);
  if (found === undefined) {
    await call(forward, 'CreateTable', createRequest(wanted));
  } else {
    for (const change of tableChanges(wanted, found)) {
      await call(forward, 'UpdateTable', { TableName: wanted.name, ...change });
      await active(forward, wanted.name);
    }
  }
  const table = await active(forward, wanted.name);
  await setTimeToLive(forward, wanted);
  return {
    ref: wanted.name,
    attributes: {
      Arn: arn('dynamodb', `table/${wanted.name}`),
      ...(wanted.streamView === undefined || table.LatestStreamArn === undefined
        ? {}
        : { StreamArn: table.LatestStreamArn }),
      ...(table.TableId === undefined ? {} : { TableId: table.TableId }),
    },
  };
}

const ttl = z.object({
  TimeToLiveDescription: z.object({ TimeToLiveStatus: z.string().optional(), AttributeName: z.string().optional() }),
});

async function setTimeToLive(forward: Forward, { name, ttlAttribute }: TableSettings): Promise<void> {
  const { TimeToLiveDescription: now } = ttl.parse(await call(forward, 'DescribeTimeToLive', { TableName: name }));
  const current = now.TimeToLiveStatus === 'ENABLED' ? now.AttributeName : undefined;
  if (current === ttlAttribute) return;
  const set = async (AttributeName: string, Enabled: boolean): Promise<void> => {
    const TimeToLiveSpecification = { AttributeName, Enabled };
    await call(forward, 'UpdateTimeToLive', { TableName: name, TimeToLiveSpecification });
  };
  if (current !== undefined) await set(current, false);
  if (ttlAttribute !== undefined) await set(ttlAttribute, true);
}

async function active(forward: Forward, name: string): Promise<Described> {
  for (let waited = 0; waited < LONGEST_BUILD; waited += 50) {
    const table = await describe(forward, name);
    const building = table?.GlobalSecondaryIndexes.some(({ IndexStatus }) => IndexStatus !== 'ACTIVE') ?? true;
    if (table?.TableStatus === 'ACTIVE' && !building) return table;
    await wait(50);
  }
  throw new Error(`Table ${name} is not ACTIVE after a minute. Look at the DynamoDB engine, or start with --reset.`);
}

async function describe(forward: Forward, TableName: string): Promise<Described | undefined> {
  const answer = await forward('DynamoDB_20120810.DescribeTable', JSON.stringify({ TableName }));
  if (answer.status === 400 && answer.body.includes('#ResourceNotFoundException')) return undefined;
  if (answer.status !== 200) throw new Error(`Table ${TableName}: ${answer.body}`);
  return z.object({ Table: described }).parse(JSON.parse(answer.body)).Table;
}

async function call(forward: Forward, operation: string, input: object): Promise<unknown> {
  const answer = await forward(`DynamoDB_20120810.${operation}`, JSON.stringify(input));
  if (answer.status !== 200) throw new Error(`${operation} ${JSON.stringify(input)}: ${answer.body}`);
  return JSON.parse(answer.body);
}
