import { describe, expect, test } from 'vitest';
import type { Ports } from '../../core/ports.ts';
import { aDeployment, aLive as liveOf, SERVICE } from '../builders.ts';
import { lineOf } from './deployments.ts';

/** What a late or slow function may no longer do to a deployment, in every store. */
export function fencesContract(name: string, make: () => Promise<Pick<Ports, 'deployments'>>): void {
  describe(`what comes too late for a deployment ${name}`, () => {
    test('what was found of one try is not noted of another', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.advance(SERVICE, deployment.id, { taskDefinition: 'td:2' });
      const forward = { taskDefinition: 'td:2', newerThan: undefined };
      const note = (serviceDeployment: string, of: typeof forward | { taskDefinition: string; newerThan: string }) =>
        deployments.advance(SERVICE, deployment.id, { serviceDeployment }, of);
      const lost = { code: 'FenceLost' };
      expect(await note('forward', forward)).toMatchObject({ serviceDeployment: 'forward', taskDefinition: 'td:2' });
      await expect(note('x', { ...forward, taskDefinition: 'td:1' })).rejects.toMatchObject(lost);
      await expect(note('x', { taskDefinition: 'td:2', newerThan: 'a' })).rejects.toMatchObject(lost);
      await deployments.advance(SERVICE, deployment.id, { serviceDeployment: undefined, newerThan: 'a' });
      await expect(note('x', forward)).rejects.toMatchObject(lost);
      await expect(note('x', { taskDefinition: 'td:2', newerThan: 'b' })).rejects.toMatchObject(lost);
      expect(await note('back', { taskDefinition: 'td:2', newerThan: 'a' })).toMatchObject({
        serviceDeployment: 'back',
      });
    });

    test('no phase leads forward again from the way back', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.advance(SERVICE, deployment.id, { phase: 'scale-up' });
      await deployments.advance(SERVICE, deployment.id, { phase: 'roll-back' });
      await expect(deployments.advance(SERVICE, deployment.id, { phase: 'traffic' })).rejects.toMatchObject({
        code: 'FenceLost',
      });
      await deployments.advance(SERVICE, deployment.id, { phase: 'roll-back', taskDefinition: 'td:1' });
      const { live } = await deployments.head(SERVICE);
      expect(live).toMatchObject({ phase: 'roll-back', taskDefinition: 'td:1' });
    });

    test.each([
      ['planning', true],
      ['scale-up', true],
      ['traffic', undefined],
      ['roll-out', undefined],
    ] as const)('a request to cancel that comes in phase %s is one: %s', async (phase, cancelled) => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.advance(SERVICE, deployment.id, { phase });
      const request = { because: 'wrong one', by: 'ann', at: 'a', cancelled: true } as const;
      const other = aDeployment({ id: 'web-a-b-20261120T100001Z-bbbb' });
      expect(await deployments.requestStop(SERVICE, other.id, request)).toBe(false);
      expect((await deployments.head(SERVICE)).live?.stopRequested).toBeUndefined();
      expect(await deployments.requestStop(SERVICE, deployment.id, request)).toBe(true);
      const { stopRequested } = (await deployments.head(SERVICE)).live ?? {};
      expect(stopRequested).toEqual({ because: 'wrong one', by: 'ann', at: 'a', ...(cancelled && { cancelled }) });
    });

    test('what somebody asked to take back does not succeed, and may end otherwise', async () => {
      const { deployments } = await make();
      const deployment = aDeployment();
      await deployments.begin(deployment, liveOf(deployment), lineOf(deployment));
      await deployments.requestStop(SERVICE, deployment.id, { because: 'alarm', by: 'alarm', at: 'a' });
      const ended = { ...deployment, status: 'ended' as const, because: '', endedAt: '2026-11-20T10:05:00.000Z' };
      const succeed = deployments.end({ ...ended, verdict: 'SUCCEEDED' }, lineOf(deployment), {});
      await expect(succeed).rejects.toMatchObject({ code: 'WrongVersionServes', message: 'alarm' });
      expect((await deployments.head(SERVICE)).live).toMatchObject({ id: deployment.id });
      expect((await deployments.get(deployment.id))?.verdict).toBeUndefined();
      await deployments.end({ ...ended, verdict: 'ROLLED_BACK' }, lineOf(deployment), {});
      expect((await deployments.get(deployment.id))?.verdict).toBe('ROLLED_BACK');
    });
  });
}
