import { expect, test } from 'vitest';
import type { ApprovalPolicy, ServiceSettings } from '../../core/domain/service.ts';
import type { ServiceTruth } from '../../core/domain/truth.ts';
import { approve } from '../../core/operations/approve.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { showDeployment } from '../../core/operations/show-deployment.ts';
import { aDigest, aServiceTruth, SERVICE } from '../builders.ts';
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
  expect(await belay.kept.rollbackPoints.newest(belay.settings.key, 1)).toMatchObject([{ approvedBy: 'another' }]);
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

const ANOTHER_RULE = aServiceTruth().loadBalancers.map((wiring) => ({
  ...wiring,
  productionRule: 'listener-rule/other',
}));

test.each<{ field: string; settings?: Partial<ServiceSettings>; service?: Partial<ServiceTruth> }>([
  { field: 'alarms was web-5xx and is none', settings: { alarms: [] } },
  { field: 'bake was 300 s and is 0 s', settings: { bake: 0 } },
  { field: 'extensions was 1 and is 9', settings: { extensions: 9 } },
  { field: 'notEnoughData was give-up and is ask', settings: { notEnoughData: 'ask' } },
  { field: 'minimumRequests was 0 and is 5', settings: { minimumRequests: 5 } },
  {
    field: 'strategy was blue-green and is canary; share was 100 % for 0 s and is 5 % for 600 s',
    settings: { strategy: 'canary' },
  },
  {
    field: 'rollback.patterns was none and is panic (1 a minute, web)',
    settings: {
      rollback: { automatic: true, threshold: 5, minimumRequests: 20, patterns: [{ pattern: 'panic', perMinute: 1 }] },
    },
  },
  {
    field: 'rollback.automatic was true and is false',
    settings: { rollback: { automatic: false, threshold: 5, minimumRequests: 20 } },
  },
  { field: 'approvals was 1 and is 0', settings: { approval: { count: 0, approvers: [], deadline: 3600 } } },
  { field: 'by listener-rule/other', service: { loadBalancers: ANOTHER_RULE } },
])('what was agreed to is another by now ($field): it is refused after the approval, and says what', async (change) => {
  const { belay, id, say } = await waiting();
  const state = await belay.kept.services.get(SERVICE);
  if (state !== undefined) await belay.kept.services.put({ ...state.settings, ...change.settings });
  belay.surroundings.service = change.service ?? {};
  await say('another');
  const { verdict, because } = await belay.end(id);
  expect(verdict).toBe('REFUSED');
  expect(because).toContain(change.field);
  expect(because).toContain('belay plan');
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
