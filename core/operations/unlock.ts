import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Lock } from '../domain/service.ts';
import { readService } from './read-service.ts';
import { type StartWaitingPorts, startWaiting } from './start-waiting.ts';
import { tellBlockEnded } from './tell-block-ended.ts';

/** Takes a lock away, and starts what waited for it. Another's lock is taken away only by force. Gives the lock that was there. */
export async function unlock(
  ports: StartWaitingPorts,
  key: ServiceKey,
  { by, force, reason }: { readonly by: string; readonly force: boolean; readonly reason: string },
): Promise<Lock | undefined> {
  const { lock } = await readService(ports, key);
  if (lock !== undefined && lock.owner !== by && !force)
    throw new Refused(
      'LockedByAnother',
      `${key} is locked by ${lock.owner}: ${lock.reason}. Ask them, or \`belay unlock ${key} --force --reason …\`.`,
      { lock },
    );
  if (lock !== undefined && (lock.until === undefined || Date.parse(lock.until) > ports.clock.now())) {
    const { owner, reason: because, since } = lock;
    const forced = owner !== by;
    await tellBlockEnded(ports, key, { kind: 'lock', by: owner, because, since }, { by, reason, forced });
  }
  await ports.services.unlock(key);
  await startWaiting(ports, key);
  return lock;
}
