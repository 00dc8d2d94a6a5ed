import type { Approval, Deployment, Head } from '../../core/domain/deployment.ts';
import type { LogLine } from '../../core/domain/log-line.ts';
import type { DeploymentId, ServiceKey } from '../../core/domain/names.ts';
import { queueDueAt } from '../../core/domain/queue-due-at.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Deployments } from '../../core/ports.ts';
import { batchGet } from './batch-get.ts';
import { fromCursor, toCursor } from './cursor.ts';
import { endRecord, freeLock, QUEUED, settleLive, WAITING } from './deployment-transactions.ts';
import { asRecord, asStored, held, isConditionFailure } from './document-client.ts';
import type { Documents } from './documents.ts';
import { beginsDeployments } from './dynamo-begin.ts';
import { asHead, changesOfHead, headKey } from './dynamo-head.ts';
import { dynamoOutside } from './dynamo-outside.ts';
import { newLine } from './log-line-item.ts';
import { setFields } from './update-expression.ts';

const FACTS = 'record#facts';
/** Before the name of who said something about an approval. */
const WORD = 'approval#';
/** How often a line is numbered anew when somebody else took the number. */
const TRIES = 8;

/**
 * The Deployments table. Under a service: `head` (the lock). Under `deployment#<id>`: `record` (an index lists those of a service), `record#facts` (what was found out after its begin) and `line#…`.
 */
export function dynamoDeployments(documents: Documents, table: string): Deployments {
  const recordKey = (id: DeploymentId) => ({ pk: `deployment#${id}`, sk: 'record' });

  async function head(service: ServiceKey): Promise<Head> {
    const { Item } = await documents.get({ TableName: table, Key: headKey(service), ConsistentRead: true });
    return { service, ...(Item && asHead(Item)) };
  }

  async function get(id: DeploymentId): Promise<Deployment | undefined> {
    const { Items = [] } = await documents.query({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :record)',
      ExpressionAttributeValues: { ':pk': `deployment#${id}`, ':record': 'record' },
      ConsistentRead: true,
    });
    const record = Items.find(({ sk }) => sk === 'record');
    const facts = Items.find(({ sk }) => sk === FACTS);
    if (record === undefined) return undefined;
    return { ...asStored<{ deployment: Deployment }>(record).deployment, ...(facts && factsIn(facts)) };
  }

  async function lastLine(id: DeploymentId): Promise<LogLine | undefined> {
    const { Items = [] } = await documents.query({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :line)',
      ExpressionAttributeValues: { ':pk': `deployment#${id}`, ':line': 'line#' },
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    });
    return Items[0] && asStored<{ line: LogLine }>(Items[0]).line;
  }

  /** A line has the number after the last one's, on condition that nobody else took it. */
  async function log(line: Omit<LogLine, 'seq'>): Promise<number> {
    for (let tried = 0; tried < TRIES; tried++) {
      const last = await lastLine(line.deployment);
      // The SDK had sent it before, and the answer was lost.
      if (tried > 0 && last !== undefined && isSame(last, line)) return last.seq;
      const seq = (last?.seq ?? 0) + 1;
      try {
        await documents.put(newLine(table, { ...line, seq }));
        return seq;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    }
    throw new Error(`the log of ${line.deployment} is written to by too many at once`);
  }

  async function lines(id: DeploymentId, ConsistentRead: boolean): Promise<readonly LogLine[]> {
    const { Items = [] } = await documents.query({
      TableName: table,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :line)',
      ExpressionAttributeValues: { ':pk': `deployment#${id}`, ':line': 'line#' },
      ConsistentRead,
    });
    return Items.map((item) => asStored<{ line: LogLine }>(item).line);
  }

  async function overdueIn(partition: string, now: string, limit: number): Promise<readonly ServiceKey[]> {
    const { Items = [] } = await documents.query({
      TableName: table,
      IndexName: 'byDue',
      KeyConditionExpression: 'waiting = :yes AND dueAt < :now',
      ExpressionAttributeValues: { ':yes': partition, ':now': now },
      Limit: limit,
    });
    return Items.map((item) => asStored<{ pk: ServiceKey }>(item).pk);
  }

  /** Whoever frees the lock may die before it starts what is queued: then the reconciler finds that. */
  async function free(deployment: Deployment, after: Parameters<Deployments['end']>[2]): Promise<void> {
    try {
      await documents.update(freeLock(table, deployment, after));
    } catch (error) {
      if (!isConditionFailure(error)) throw error;
      const queueDue = queueDueAt(deployment.endedAt ?? deployment.startedAt);
      await documents.update(freeLock(table, deployment, { ...after, queueDue }));
    }
  }

  /** From here on nobody can ask any more to take it back: who asked before is obeyed. */
  async function settle({ id, service }: Deployment): Promise<void> {
    if (await held(documents.update(settleLive(table, id, service)))) return;
    const { live } = await head(service);
    if (live?.id === id && live.stopRequested !== undefined)
      throw new Refused('WrongVersionServes', live.stopRequested.because);
  }

  /** Does the log tell this verdict? */
  async function isTold(id: DeploymentId, verdict: Deployment['verdict']): Promise<boolean> {
    return (await lines(id, true)).some(({ data }) => data.verdict === verdict);
  }

  return {
    ...dynamoOutside(documents, table),
    head,
    get,

    async heads(services) {
      const items = await batchGet(documents, table, services.map(headKey), { consistent: true });
      return services.map((service) => {
        const item = items.find(({ pk }) => pk === headKey(service).pk);
        return { service, ...(item && asHead(item)) };
      });
    },

    async newest(service, limit, cursor) {
      const { Items = [], LastEvaluatedKey } = await documents.query({
        TableName: table,
        IndexName: 'byBegun',
        KeyConditionExpression: '#of = :service',
        ExpressionAttributeNames: { '#of': 'of' },
        ExpressionAttributeValues: { ':service': service },
        ScanIndexForward: false,
        Limit: limit,
        ExclusiveStartKey: fromCursor(cursor, ['pk', 'sk', 'of', 'begun'], { of: service, sk: 'record' }),
      });
      const keys = Items.map((item) => asStored<ReturnType<typeof recordKey>>(item)).map(({ pk, sk }) => ({ pk, sk }));
      const records = await batchGet(documents, table, keys, { consistent: false });
      return {
        items: keys.flatMap(({ pk }) => {
          const record = records.find((item) => item.pk === pk);
          return record === undefined ? [] : asStored<{ deployment: Deployment }>(record).deployment;
        }),
        ...toCursor(LastEvaluatedKey),
      };
    },

    begin: beginsDeployments(documents, table, { head, get }),
    ...changesOfHead(documents, table),

    async amend(id, change) {
      const { expression, names, values } = setFields(undefined, change);
      await documents.update({
        TableName: table,
        Key: { pk: `deployment#${id}`, sk: FACTS },
        UpdateExpression: expression,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values,
      });
    },

    async addApproval(id, approval) {
      const { Attributes } = await documents.update({
        TableName: table,
        Key: { pk: `deployment#${id}`, sk: FACTS },
        // A field a person: nobody counts twice, and two at once both count.
        UpdateExpression: 'SET #word = :approval',
        ExpressionAttributeNames: { '#word': `${WORD}${approval.by}` },
        ExpressionAttributeValues: { ':approval': approval },
        ReturnValues: 'ALL_NEW',
      });
      return approvalsIn(Attributes ?? {});
    },

    // The verdict, then the line that tells it, then the lock: a crash in between leaves a lock that whoever closes again, or the reconciler, frees.
    async end(deployment, line, after) {
      const { id, service, verdict } = deployment;
      const [record, { live }] = await Promise.all([get(id), head(service)]);
      if (record === undefined || live?.id !== id) return;
      const resumed = record.status === 'ended';
      // Somebody else ended it in another way: that end stands, and they tell it.
      if (resumed && record.verdict !== verdict) return;
      try {
        if (!resumed && deployment.kind === 'deploy' && verdict === 'SUCCEEDED') await settle(deployment);
        if (!resumed) await documents.update(endRecord(table, deployment));
        if (!resumed || !(await isTold(id, verdict))) await log(line);
        await free(deployment, after);
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
      }
    },

    async overdue(now, limit) {
      const heads = await Promise.all((await overdueIn(WAITING, now, limit)).map(head));
      return heads.flatMap(({ service, live }) => (live === undefined ? [] : { service, deployment: live.id }));
    },

    overdueQueues: (now, limit) => overdueIn(QUEUED, now, limit),

    log,

    lines: (id) => lines(id, false),
  };
}

/** The same line but for its number? */
function isSame({ seq: _, ...told }: LogLine, line: Omit<LogLine, 'seq'>): boolean {
  return told.at === line.at && told.event === line.event && told.text === line.text;
}

/** What was found out about a deployment, with the words of those who approved it. */
function factsIn(item: Readonly<Record<string, unknown>>): Partial<Deployment> {
  const facts = Object.entries(asRecord<Record<string, unknown>>(item)).filter(([name]) => !name.startsWith(WORD));
  const approvals = approvalsIn(item);
  return { ...Object.fromEntries(facts), ...(approvals.length > 0 && { approvals }) };
}

function approvalsIn(item: Readonly<Record<string, unknown>>): readonly Approval[] {
  return Object.entries(item)
    .filter(([name]) => name.startsWith(WORD))
    .map(([, word]) => asStored<Approval>(word as Record<string, unknown>))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
}
