import { writeUnits } from '../../test/story/cost-of.ts';
import type { Figure } from '../figure.ts';
import { wholeDeployment } from '../whole-deployment.ts';

export const writesPerDeployment: Figure = {
  id: 'writesPerDeployment',
  what: 'DynamoDB write units of one good blue/green deployment with two gates, from the push to the verdict, by its bake',
  unit: 'write units',
  floor: 3,
  bar: 30,
  how: 'ConsumedCapacity of the real engine of all tables and indexes, the push, the log and the rollback point included.',
  async measure() {
    const [{ cost: short }, { cost: long }] = [await wholeDeployment('5m'), await wholeDeployment('30m')];
    return { '5 min': writeUnits(short), '30 min': writeUnits(long) };
  },
};
