import type { Deployment } from '../../core/domain/deployment.ts';
import type { LogLine } from '../../core/domain/log-line.ts';
import type { Deployments } from '../../core/ports.ts';
import { deleteUnbegun, newRecord, takeLock } from './deployment-transactions.ts';
import { held } from './document-client.ts';
import type { Documents } from './documents.ts';
import { newLine } from './log-line-item.ts';

/**
 * The beginning of deployments: record, lock, first line. The record comes before the lock: a crash in between leaves a record of something that
 * never began, and no lock that nobody knows.
 */
export function beginsDeployments(
  documents: Documents,
  table: string,
  { head, get }: Pick<Deployments, 'head' | 'get'>,
): Deployments['begin'] {
  /** `false`: it was begun before. A record that a crash left without its lock is taken as it is. */
  async function putRecord(deployment: Deployment): Promise<boolean> {
    if (await held(documents.put(newRecord(table, deployment)))) return true;
    return (await get(deployment.id))?.status !== 'ended';
  }

  /** A record without a verdict and without the lock is of something that never began; where another holds the lock, it never will. */
  async function forgetUnbegun({ id, service }: Deployment): Promise<void> {
    const record = await get(id);
    if (record !== undefined && record.status !== 'ended')
      await held(documents.transactWrite(deleteUnbegun(table, id, service)));
  }

  async function putFirst(line: Omit<LogLine, 'seq'>): Promise<void> {
    await held(documents.put(newLine(table, { ...line, seq: 1 })));
  }

  return async (deployment, live, line) => {
    const before = await head(deployment.service);
    // A crash may have come between the lock and the line that tells of it.
    if (before.live?.id === deployment.id) await putFirst(line);
    else if (before.live !== undefined) await forgetUnbegun(deployment);
    if (before.live !== undefined || !(await putRecord(deployment))) return false;

    const takesQueued = before.queued?.digest === deployment.to.digest;
    // The SDK may have sent it before, and the answer was lost: then the lock is ours.
    const taken =
      (await held(documents.update(takeLock(table, deployment, live, takesQueued)))) ||
      (await head(deployment.service)).live?.id === deployment.id;
    if (!taken) {
      await forgetUnbegun(deployment);
      return false;
    }
    await putFirst(line);
    return true;
  };
}
