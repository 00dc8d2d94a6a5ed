import type { Denied, Hold, Lock, Maintenance, ServiceSettings, ServiceState } from '../../core/domain/service.ts';
import type { WaitingDeployment } from '../../core/domain/waiting-deployment.ts';
import { asStored } from './document-client.ts';

type Item = Readonly<Record<string, unknown>>;

/** Puts together what the items of a service's partition say. `undefined`: it has no settings, so that Belay does not know it. */
export function serviceState(items: readonly Item[]): ServiceState | undefined {
  const called = (name: string): Item | undefined => items.find(({ sk }) => sk === name);
  const beginning = (prefix: string): readonly Item[] => items.filter(({ sk }) => String(sk).startsWith(prefix));
  const settings = called('settings');
  if (settings === undefined) return undefined;
  const [hold, lock, maintenance] = [called('hold'), called('lock'), called('maintenance')];
  return {
    settings: asStored<{ settings: ServiceSettings }>(settings).settings,
    ...(hold && { hold: asStored<{ hold: Hold }>(hold).hold }),
    ...(lock && { lock: asStored<{ lock: Lock }>(lock).lock }),
    ...(maintenance && { maintenance: asStored<{ maintenance: Maintenance }>(maintenance).maintenance }),
    denied: beginning('denied#').map((item) => asStored<{ denied: Denied }>(item).denied),
    waiting: beginning('waiting#').map((item) => asStored<{ waiting: WaitingDeployment }>(item).waiting),
  };
}
