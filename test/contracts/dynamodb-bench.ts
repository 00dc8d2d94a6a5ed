import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { type Documents, documentsOf } from '../../functions/aws/documents.ts';
import { makeTables } from '../../infra/tables.ts';
import type { Consumed } from '../../local/dynamodb/capacity.ts';
import { aDynamoDb } from '../local/dynamodb/a-dynamodb.ts';

/** The stack's tables in a real engine. */
export interface StackTables {
  /** For what no store asks. */
  readonly client: DynamoDBDocumentClient;
  readonly documents: Documents;
  /** What each operation consumed, oldest first, as the engine counts it. */
  readonly consumed: readonly Consumed[];
  /** The same tables, read from replicas that lag behind: what was read once is read again as it was, unless the reader asks for the truth. */
  readonly late: Documents;
  /** Names of empty tables, by their names in the stack. */
  make(): Promise<Readonly<Record<string, string>>>;
  end(): Promise<void>;
}

const tables = tablesOfTheStack();

export async function stackTables(): Promise<StackTables> {
  const bench = await aDynamoDb();
  let made = 0;

  /** The engine answers the SDK's own requests: what is tested is what goes over the wire. */
  async function answer({ headers, body }: Request) {
    const target = headers['x-amz-target'] ?? '';
    const { status, body: answered } = await bench.dynamodb.service.forward(target, asBytes(body));
    return {
      response: { statusCode: status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: answered },
    };
  }

  const client = clientOn(answer);
  const late = clientOn(lagging(answer));
  return {
    client,
    documents: documentsOf(client),
    consumed: bench.consumed,
    late: documentsOf(late),
    async make() {
      const suffix = String(made++);
      const names = await Promise.all(
        Object.entries(tables).map(async ([name, properties]) => {
          const { ref } = await bench.provision('Table', { ...properties, TableName: `${name}-${suffix}` });
          return [name, ref] as const;
        }),
      );
      return Object.fromEntries(names);
    },
    async end() {
      client.destroy();
      late.destroy();
      await bench.end();
    },
  };
}

interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Answer = (request: Request) => Promise<{
  readonly response: { readonly statusCode: number; readonly headers: object; readonly body: Uint8Array };
}>;

function clientOn(handle: Answer): DynamoDBDocumentClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: 'us-east-1', credentials, requestHandler: { handle } }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
}

/** Answers a read without ConsistentRead as it was answered the first time: the latest that DynamoDB may be. */
function lagging(answer: Answer): Answer {
  const before = new Map<string, ReturnType<Answer>>();
  return (request) => {
    const asked = `${request.headers['x-amz-target']} ${Buffer.from(asBytes(request.body)).toString('utf8')}`;
    if (!/\.(GetItem|BatchGetItem|Query) /.test(asked) || asked.includes('"ConsistentRead":true'))
      return answer(request);
    const answered = before.get(asked) ?? answer(request);
    before.set(asked, answered);
    return answered;
  };
}

function asBytes(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? new Uint8Array(body) : Buffer.from(String(body));
}

/** Keys and indexes as the stack makes them, by the table's name in it. */
function tablesOfTheStack(): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Tables');
  makeTables(stack, false);
  const resources = Object.entries(Template.fromStack(stack).findResources('AWS::DynamoDB::Table'));
  return Object.fromEntries(resources.map(([id, { Properties }]) => [id.slice(0, -'12345678'.length), Properties]));
}
