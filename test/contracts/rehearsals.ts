import { describe, expect, test } from 'vitest';
import type { Rehearsals } from '../../core/ports.ts';

/** Rehearsals in a cluster that has one service, and what a test does around them. */
export interface RehearsalBench {
  readonly rehearsals: Rehearsals;
  readonly cluster: string;
  readonly service: string;
  readonly taskDefinition: string;
  /** From now on ECS takes no task of it. */
  deregister(): Promise<void>;
  /** Lets everything happen that needs a minute. */
  pass(): Promise<void>;
}

/** What rehearsals have to do, whether ECS is a fake or the local one. */
export function rehearsalsContract(name: string, make: () => Promise<RehearsalBench>): void {
  describe(`rehearsals ${name}`, () => {
    const started = async () => {
      const bench = await make();
      const { rehearsals, cluster, service, taskDefinition } = bench;
      const task = await rehearsals.start(cluster, service, taskDefinition, 'rp-1');
      return { ...bench, task };
    };

    test('a task is started and known by its ARN', async () => {
      const { rehearsals, task, cluster } = await started();
      expect(task).toMatch(new RegExp(`^arn:aws:ecs:us-east-1:000000000000:task/${cluster}/\\w+$`));
      const told = await rehearsals.look(task);
      expect(told).toMatchObject({ task, createdAt: expect.stringMatching(/^\d{4}-.*Z$/) });
      expect(told?.lastStatus).not.toBe('STOPPED');
    });

    test('two are two tasks', async () => {
      const { rehearsals, task, cluster, service, taskDefinition } = await started();
      expect(await rehearsals.start(cluster, service, taskDefinition, 'rp-2')).not.toBe(task);
    });

    test('a task that was stopped says that we did it, however often', async () => {
      const { rehearsals, task, pass } = await started();
      await rehearsals.stop(task);
      await pass();
      await rehearsals.stop(task);
      expect(await rehearsals.look(task)).toMatchObject({
        lastStatus: 'STOPPED',
        stopCode: 'UserInitiated',
        why: expect.stringContaining('the rehearsal is over'),
      });
    });

    test('a task that nobody remembers is no task, and stopping it does nothing', async () => {
      const { rehearsals, cluster } = await make();
      const none = `arn:aws:ecs:us-east-1:000000000000:task/${cluster}/none`;
      expect(await rehearsals.look(none)).toBeUndefined();
      await rehearsals.stop(none);
    });

    test('what ECS does not take is refused in words', async () => {
      const { rehearsals, cluster, service, taskDefinition, deregister } = await make();
      await deregister();
      await expect(rehearsals.start(cluster, service, taskDefinition, 'rp-1')).rejects.toMatchObject({
        code: 'NotRunning',
        message: expect.stringMatching(/^ECS did not start a task: ./),
      });
    });
  });
}
