import { expect, test } from 'vitest';
import type { DeploymentId } from '../../core/domain/names.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { rollBack } from '../../core/operations/roll-back.ts';
import { aCommand } from '../builders.ts';
import { NEW, NEWER, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const ROLLING = { wired: false, found: '{}' };

/** Somebody deploys around Belay. */
function strangerDeploys({ service }: Belay, digest = NEWER.digest): void {
  const taskDefinition = service.register({ web: `registry/web@${digest}` });
  service.update({ taskDefinition, deploymentConfiguration: '{}' });
}

/** Who deploys over us sends no event of ours: what ECS says is found when the time is over. */
const UNHEARD = { ...ROLLING, shut: ['deployment' as const] };

test('what somebody deployed around a deployment is left alone, though no event told of it', async () => {
  const belay = await aBelay(UNHEARD);
  const id = await belay.deploy();
  belay.clock.after(60_000, () => strangerDeploys(belay));
  const { error, verdict, because } = await belay.end(id);
  expect({ error, verdict }).toEqual({ error: 'Superseded', verdict: 'SUPERSEDED' });
  expect(because).toContain('somebody deployed around Belay');
  expect(belay.serving()).toBe(NEWER.digest);
});

test('what somebody deployed around a way back is left alone, and what went back stays denied', async () => {
  const belay = await goingBack();
  expect(await belay.path('roll-back', `${belay.id}-back`)).toContain('Deploy the old version');
  strangerDeploys(belay);
  const { verdict, because } = await belay.end(belay.id);
  expect(verdict).toBe('SUPERSEDED');
  expect(because).toMatch(/^alarm web-5xx.*; then somebody deployed around Belay/);
  expect(belay.serving()).toBe(NEWER.digest);
  expect(await belay.kept.services.get(belay.settings.key)).toMatchObject({ denied: [{ digest: NEW.digest }] });
  expect((await belay.kept.services.get(belay.settings.key))?.hold).toBeUndefined();
});

test('what somebody deployed around a rollback is left alone', async () => {
  const belay = await aBelay(ROLLING);
  await belay.end(await belay.deploy());
  const { id } = await rollBack(belay.ports, { service: belay.settings.key, to: 'previous', by: 'ada', reason: 'so' });
  await belay.clock.advance(30_000);
  strangerDeploys(belay);
  expect((await belay.end(id)).verdict).toBe('SUPERSEDED');
  expect(belay.serving()).toBe(NEWER.digest);
  expect(await belay.kept.services.get(belay.settings.key)).toMatchObject({ denied: [{ digest: NEW.digest }] });
});

test('a stranger that begins after the last look is seen before UpdateService is sent', async () => {
  const belay = await aBelay(ROLLING);
  belay.service.tooLate = true;
  const id = await belay.deploy();
  belay.alarmAfter(90_000);
  belay.kill('roll-back', 'Deploy the old version', 'before its work');
  await belay.clock.advance(121_000);
  strangerDeploys(belay);
  expect((await belay.end(id)).verdict).toBe('SUPERSEDED');
  expect(belay.serving()).toBe(NEWER.digest);
});

test('what a person cancelled before somebody deployed around it is not denied', async () => {
  const belay = await aBelay();
  const id = await belay.deploy();
  await belay.clock.advance(10_000);
  expect(await cancel(belay.ports, id, 'ada', 'the wrong one')).toBe('cancelling');
  await belay.clock.advance(3_000);
  strangerDeploys(belay);
  expect((await belay.end(id)).verdict).toBe('SUPERSEDED');
  expect((await belay.kept.services.get(belay.settings.key))?.denied).toEqual([]);
});

test('the same version deployed again by somebody else is taken back with ours', async () => {
  const belay = await goingBack();
  strangerDeploys(belay, NEW.digest);
  expect((await belay.end(belay.id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('what somebody deployed and nothing came of keeps no way back from going through', async () => {
  const belay = await goingBack();
  strangerDeploys(belay);
  belay.service.deployments.at(-1)?.vanish();
  expect((await belay.end(belay.id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

test('what somebody deployed and ECS took back to ours is nothing to be left alone', async () => {
  const belay = await aBelay({
    ...ROLLING,
    settings: { alarms: [], checks: [aCommand({ when: 'after' })], bake: 3600 },
  });
  const id = await belay.deploy();
  await belay.clock.advance(5 * 60_000);
  expect(belay.service.deployments.at(-1)?.status).toBe('SUCCESSFUL');
  strangerDeploys(belay);
  await belay.clock.advance(10_000);
  belay.service.deployments.at(-1)?.turnBack('it failed');
  await belay.clock.advance(60_000);
  expect(belay.service.deployments.at(-1)?.status).toBe('ROLLBACK_SUCCESSFUL');
  await cancel(belay.ports, id, 'ada', 'it is bad');
  expect((await belay.end(id)).verdict).toBe('ROLLED_BACK');
  expect(belay.serving()).toBe(OLD.digest);
});

/** A deployment that an alarm takes back, while the old version is being deployed again. */
async function goingBack(): Promise<Belay & { readonly id: DeploymentId }> {
  const belay = await aBelay(ROLLING);
  belay.service.tooLate = true;
  const id = await belay.deploy();
  belay.alarmAfter(90_000);
  await belay.clock.advance(130_000);
  return { ...belay, id };
}
