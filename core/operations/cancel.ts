import type { DeploymentId } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { readLive } from './read-live.ts';
import { type StopPorts, stopLive } from './stop-live.ts';
import { type WakePorts, wake } from './wake.ts';

/** Ends a deployment: before it has traffic it is `CANCELLED`, after that it is rolled back. Safe to repeat. */
export async function cancel(
  ports: StopPorts & WakePorts,
  id: DeploymentId,
  by: string,
  reason: string,
): Promise<'cancelling' | 'rolling-back'> {
  const { head, live } = await readLive(ports, id);
  if (live.kind === 'rollback')
    throw new Refused(
      'NotWaiting',
      `${id} is a way back, which nothing stops: there would be nothing left to go to. \`belay watch ${id}\` follows it; deploy then.`,
    );
  const early = live.phase === 'planning' || live.phase === 'scale-up';
  const at = new Date(ports.clock.now()).toISOString();
  const request = { because: `${by} cancelled it: ${reason}`, by, at, ...(early && { cancelled: true }) };
  if ((await stopLive(ports, head, request)) === 'ended') {
    // The event that says so may be lost: the machine need not wait for its deadline.
    await wake(ports, head.service);
    throw new Refused(
      'NotWaiting',
      `${id} is ending this moment. \`belay rollback ${head.service}\` takes back what it left.`,
    );
  }
  return early ? 'cancelling' : 'rolling-back';
}
