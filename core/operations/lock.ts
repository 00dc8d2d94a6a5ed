import type { ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Lock } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { readService } from './read-service.ts';

const FURTHEST_DAYS = 366;

/** Keeps everybody but its owner from deploying to a service, until `until` (RFC 3339) or until it is unlocked. */
export async function lock(
  ports: Pick<Ports, 'services' | 'schedules' | 'clock'>,
  key: ServiceKey,
  asked: Pick<Lock, 'owner' | 'reason' | 'until'>,
): Promise<Lock> {
  const now = ports.clock.now();
  const { until: given, ...rest } = asked;
  // Stores compare times as text: an offset would not sort.
  const until = given === undefined || Number.isNaN(Date.parse(given)) ? given : new Date(given).toISOString();
  if (until !== undefined && !(Date.parse(until) > now && Date.parse(until) <= now + FURTHEST_DAYS * 86_400_000))
    throw new Refused(
      'BadRequest',
      `until: ${until} is no time of the next ${FURTHEST_DAYS} days. Give one of them, or leave it out.`,
    );
  await readService(ports, key);
  const taken: Lock = { ...rest, ...(until !== undefined && { until }), since: new Date(now).toISOString() };
  if (!(await ports.services.lock(key, taken))) {
    const holder = (await readService(ports, key)).lock;
    throw new Refused(
      'LockedByAnother',
      `${key} is locked by ${holder?.owner ?? 'another'}: ${holder?.reason ?? 'ending this moment'}. Ask them, or \`belay unlock ${key} --force --reason …\`.`,
      { lock: holder ?? null },
    );
  }
  if (until !== undefined)
    await ports.schedules.startAt(`${key.replace('/', '.')}-unlock-${Date.parse(until)}`, until, { service: key });
  return taken;
}
