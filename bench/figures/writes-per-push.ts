import { registerVersion } from '../../core/operations/register-version.ts';
import { aPush, MANUAL } from '../a-push.ts';
import type { Figure } from '../figure.ts';
import { sum, withStores } from '../stores.ts';

export const writesPerPush: Figure = {
  id: 'writesPerPush',
  what: 'DynamoDB write units of one push that is recorded, with the decision of one service',
  unit: 'write units',
  floor: 1,
  bar: 2,
  how: 'ConsumedCapacity of the real engine: the version and its place in the index of the newest. An image with the labels that a CI writes.',
  measure: () =>
    withStores(async (stores) => {
      await stores.ports.services.put(MANUAL);
      const push = aPush(stores, 1);
      const { consumed } = await stores.counted(() => registerVersion(stores.ports, push));
      return sum(consumed).writeUnits;
    }),
};
