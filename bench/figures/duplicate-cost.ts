import { registerVersion } from '../../core/operations/register-version.ts';
import { aPush, MANUAL } from '../a-push.ts';
import type { Figure } from '../figure.ts';
import { sum, withStores } from '../stores.ts';

export const duplicateCost: Figure = {
  id: 'duplicateCost',
  what: 'what a push costs that is told a second time',
  unit: 'writes, reads and calls to AWS',
  floor: { writes: 0, reads: 1, calls: 0 },
  bar: { writes: 1, calls: 0 },
  how: 'The same event handled again; reads and writes as the real engine answers them, calls as the core makes them to anything but its own tables.',
  measure: () =>
    withStores(async (stores) => {
      await stores.ports.services.put(MANUAL);
      const push = aPush(stores, 1);
      await registerVersion(stores.ports, push);
      const { consumed, calls } = await stores.counted(() => registerVersion(stores.ports, push));
      const { writes, reads } = sum(consumed);
      return { writes, reads, calls };
    }),
};
