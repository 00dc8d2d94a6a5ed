import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Consumed } from '../../../local/dynamodb/capacity.ts';
import { createDynamoDb, type DynamoDb } from '../../../local/dynamodb/create-dynamodb.ts';
import { theseSurroundings } from '../../../local/dynamodb/engine-choice.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { Properties, Provisioned } from '../../../local/template/provisioner.ts';

/** A DynamoDB with the real engine, and what it told. */
export interface DynamoDbBench {
  readonly dynamodb: DynamoDb;
  readonly folder: string;
  readonly consumed: Consumed[];
  readonly problems: string[];
  provision(type: 'Table' | 'GlobalTable', properties: Properties): Promise<Provisioned>;
  /** The answer's JSON, and the status where it is no success. */
  call(operation: string, input: object): Promise<Record<string, unknown>>;
  end(): Promise<void>;
}

export async function aDynamoDb(folder = mkdtempSync(join(tmpdir(), 'belay-dynamodb-'))): Promise<DynamoDbBench> {
  const consumed: Consumed[] = [];
  const problems: string[] = [];
  const surroundings = theseSurroundings();
  const dynamodb = await createDynamoDb({
    clock: new VirtualClock(),
    speed: 0,
    folder,
    surroundings: { ...surroundings, environment: { PATH: process.env.PATH } },
    onCapacity: (one) => void consumed.push(one),
    onProblem: (problem) => void problems.push(problem),
  });
  return {
    dynamodb,
    folder,
    consumed,
    problems,
    async provision(type, properties) {
      const context = { stack: 'Stack', logicalId: 'Things', metadata: {}, directory: '/', previous: undefined };
      const provisioner = dynamodb.provisioners[`AWS::DynamoDB::${type}`];
      if (provisioner === undefined) throw new Error(`no provisioner for ${type}`);
      return await provisioner.provision(properties, context);
    },
    async call(operation, input) {
      const api = /Stream|Shard|Records/.test(operation) ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810';
      const answer = await dynamodb.service.forward(`${api}.${operation}`, Buffer.from(JSON.stringify(input)));
      const json = JSON.parse(Buffer.from(answer.body).toString('utf8'));
      return answer.status === 200 ? json : { status: answer.status, ...json };
    },
    async end() {
      await dynamodb.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const THINGS = {
  TableName: 'things',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'due', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
  GlobalSecondaryIndexes: [
    {
      IndexName: 'by-due',
      KeySchema: [{ AttributeName: 'due', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
  TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
  SSESpecification: { SSEEnabled: true },
};
export const REPLICAS = {
  Replicas: [
    {
      Region: 'us-east-1',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  ],
};
