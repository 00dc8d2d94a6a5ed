import { describe, expect, test } from 'vitest';
import type { Machines } from '../../core/ports.ts';
import { aDeployment, SERVICE } from '../builders.ts';

/** A machine whose executions wait with a task token until somebody redeems it, and then end. */
export interface MachinesBench {
  readonly machines: Machines;
  /** How many executions were begun. */
  begun(): number;
  /** The token that the execution of the deployment waits with. */
  token(): string;
  /** What the wait ended with: what it was told, or the name of an error. */
  heard(): Promise<unknown>;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
}

const { id } = aDeployment();
const WOKE = { stage: 'before-traffic', because: 'ECS waits', hookId: 'hook' } as const;

/** What has to be true of Step Functions, whether it only remembers or runs. */
export function machinesContract(name: string, make: () => Promise<MachinesBench>): void {
  describe(`machines ${name}`, () => {
    const started = async () => {
      const bench = await make();
      await bench.machines.start(id, SERVICE);
      await bench.settle();
      return bench;
    };

    test('a deployment that is started twice is driven once, also when it has ended', async () => {
      const { machines, token, begun, settle } = await started();
      await machines.start(id, SERVICE);
      await settle();
      expect(begun()).toBe(1);
      await machines.redeem(token(), WOKE);
      await settle();
      await machines.start(id, SERVICE);
      await settle();
      expect(begun()).toBe(1);
      expect(await machines.ended(id)).toBe(true);
    });

    test('it has not ended while it waits, and one that was never started is none', async () => {
      const { machines } = await started();
      expect(await machines.ended(id)).toBe(false);
      expect(await machines.ended(aDeployment({ id: 'web-other' }).id)).toBeUndefined();
    });

    test('every deployment has an execution of its own, which ends with its name', async () => {
      const { machines } = await make();
      expect(machines.executionOf(id).split(':').at(-1)).toBe(id);
    });

    test('a token is redeemed once, and the machine is told what the first one said', async () => {
      const { machines, token, heard, settle } = await started();
      expect(await machines.redeem(token(), WOKE)).toBe('redeemed');
      await settle();
      expect(await machines.redeem(token(), { ...WOKE, because: 'late' })).toBe('closed');
      expect(await machines.fail(token(), 'Late', 'late')).toBe('closed');
      expect(await heard()).toEqual(WOKE);
    });

    test('a wait can be ended by an error, which the machine knows by its name', async () => {
      const { machines, token, heard, settle } = await started();
      expect(await machines.fail(token(), 'StopRequested', 'alarm')).toBe('redeemed');
      await settle();
      expect(await machines.redeem(token(), WOKE)).toBe('closed');
      expect(await heard()).toBe('StopRequested');
    });

    test('a token that nobody gave is closed', async () => {
      const { machines } = await started();
      expect(await machines.redeem('none', WOKE)).toBe('closed');
      expect(await machines.fail('none', 'Any', 'why')).toBe('closed');
    });
  });
}
