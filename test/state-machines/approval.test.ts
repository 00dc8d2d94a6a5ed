import { expect, test } from 'vitest';
import type { ApprovalPolicy } from '../../core/domain/service.ts';
import { approve } from '../../core/operations/approve.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import { aDigest } from '../builders.ts';
import { NEW, OLD } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const MINUTE = 60_000;

async function waiting(policy: Partial<ApprovalPolicy> = {}) {
  const belay = await aBelay({ settings: { approval: { count: 1, approvers: [], deadline: 3600, ...policy } } });
  const id = await belay.deploy();
  await belay.clock.advance(MINUTE);
  return { belay, id, say: sayTo(belay, id) };
}

const sayTo =
  (belay: Belay, id: Awaited<ReturnType<Belay['deploy']>>) =>
  (
    by: string,
    approved = true,
    more: { comment?: string; digest?: typeof NEW.digest; roles?: readonly string[] } = {},
  ) =>
    approve(belay.ports, { id, by, roles: [], approved, ...more });

test('a deployment that needs an approval waits, touches nothing, and goes out when another agrees', async () => {
  const { belay, id, say } = await waiting();
  expect(await showDeployment(belay.kept, id)).toMatchObject({
    status: 'waiting-for-approval',
    approval: { needed: 1, given: [] },
  });
  expect(belay.service.taskDefinitions).toHaveLength(1);
  expect(await say('another', true, { comment: 'looks good' })).toMatchObject({ missing: 0 });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(NEW.digest);
  const lines = await belay.kept.deployments.lines(id);
  expect(lines.map(({ text }) => text)).toContain('Approved by another: looks good');
});

test('whoever has a named role or group approves, two of them are two, and it is kept as which', async () => {
  const { belay, id, say } = await waiting({ count: 2, approvers: ['role:ops', 'group:qa'] });
  await expect(say('ann', true, { roles: ['role:dev', 'group:ops'] })).rejects.toMatchObject({
    code: 'NotAnApprover',
    message: expect.stringContaining('Ask role:ops or group:qa'),
  });
  await expect(say('somebody', true, { roles: ['role:ops'] })).rejects.toMatchObject({ code: 'NotAnApprover' });
  expect(await say('ann', true, { roles: ['role:ops'] })).toMatchObject({
    missing: 1,
    given: [{ by: 'ann', role: 'role:ops' }],
  });
  expect(await say('ann', true, { roles: ['group:qa'] })).toMatchObject({ missing: 1 });
  expect(await say('bob', true, { roles: ['group:qa'] })).toMatchObject({ missing: 0 });
  const lines = await belay.kept.deployments.lines(id);
  expect(lines.map(({ text }) => text)).toContain('Approved by bob (group:qa)');
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('nobody approves what they asked for, and only approvers approve where they are named', async () => {
  const { say } = await waiting({ approvers: ['boss'] });
  await expect(say('somebody')).rejects.toMatchObject({ code: 'NotAnApprover' });
  await expect(say('another')).rejects.toMatchObject({
    code: 'NotAnApprover',
    message: expect.stringContaining('boss'),
  });
  expect(await say('boss')).toMatchObject({ missing: 0 });
});

test('two approvals are two people', async () => {
  const { belay, id, say } = await waiting({ count: 2 });
  await say('one');
  expect(await say('one')).toMatchObject({ missing: 1 });
  expect(await say('two')).toMatchObject({ missing: 0 });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});

test('a rejection ends it, says who and why, and nothing was touched', async () => {
  const { belay, id, say } = await waiting();
  await say('another', false, { comment: 'not on a Friday' });
  const { verdict, because } = await belay.end(id);
  expect({ verdict, because }).toEqual({
    verdict: 'REFUSED',
    because: 'Rejected: rejected by another: not on a Friday',
  });
  expect(belay.service.deployments).toHaveLength(1);
  await expect(say('another')).rejects.toMatchObject({ code: 'NotWaiting' });
});

test('without an approval in time it is refused', async () => {
  const { belay, id } = await waiting();
  expect(await belay.end(id)).toMatchObject({ verdict: 'REFUSED', because: 'nobody approved in time' });
});

test('the tag moved since: what was asked for is not approved any more', async () => {
  const { belay, say } = await waiting();
  belay.registry.push('web', aDigest(8), NEW.version);
  await expect(say('another')).rejects.toMatchObject({ code: 'PlanChanged' });
  await expect(say('another', true, { digest: aDigest(8) })).rejects.toMatchObject({ code: 'PlanChanged' });
});

test('the service changed since: it is refused after the approval, and left alone', async () => {
  const { belay, id, say } = await waiting();
  belay.service.ranBefore({ web: `registry/web@${OLD.digest}` });
  await say('another');
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('REFUSED');
  expect(because).toContain('Since it was planned the service changed');
  expect(belay.book.count('ecs.update')).toBe(0);
});

test('an alarm that goes off while it waits refuses it; cancelled, it is cancelled', async () => {
  const alarmed = await waiting();
  alarmed.belay.alarms.set('web-5xx', 'ALARM');
  expect(await alarmed.belay.end(alarmed.id)).toMatchObject({ verdict: 'REFUSED' });
  const { belay, id } = await waiting();
  await cancel(belay.ports, id, 'somebody', 'wrong version');
  expect(await belay.end(id)).toMatchObject({
    verdict: 'CANCELLED',
    because: 'somebody cancelled it: wrong version',
  });
});
