import { expect, test } from 'vitest';
import type { ApprovalPolicy } from '../../core/domain/service.ts';
import type { Labels } from '../../core/domain/version.ts';
import { approve } from '../../core/operations/approve.ts';
import { registerVersion } from '../../core/operations/register-version.ts';
import { serviceStatus } from '../../core/operations/service-status.ts';
import { why } from '../../core/operations/why.ts';
import { SERVICE } from '../builders.ts';
import { NEW, NEWER } from '../fakes/fake-world.ts';
import { aBelay, type Belay } from './a-belay.ts';

const MINUTE = 60_000;
const APPROVAL: ApprovalPolicy = { count: 1, approvers: ['role:ops'], deadline: 3600 };
const RULE: ApprovalPolicy = { ...APPROVAL, securityFix: { severity: 'critical', count: 0 } };

/** A service that ships what is pushed, and asks for approval first. */
const aShop = (approval: ApprovalPolicy = APPROVAL) => aBelay({ settings: { approval } });

async function push(belay: Belay, { version, digest }: typeof NEW, label?: string) {
  if (label !== undefined) relabel(belay, { version, digest }, { components: {}, securityFix: label });
  const { decisions } = await registerVersion(belay.ports, { repository: 'web', digest, tag: version });
  await belay.clock.advance(MINUTE);
  const [decision] = decisions;
  if (decision === undefined) throw new Error('nothing was decided');
  return decision;
}

function relabel({ registry }: Belay, { version, digest }: typeof NEW, labels: Labels): void {
  registry.remove('web', digest);
  registry.push('web', digest, version, labels);
}

const idOf = ({ deployment }: Awaited<ReturnType<typeof push>>) => {
  if (deployment === undefined) throw new Error('the push started nothing');
  return deployment;
};
const told = async ({ kept }: Belay, id: ReturnType<typeof idOf>) =>
  (await kept.deployments.lines(id)).filter(({ event }) => event === 'version:update:approval').map(({ text }) => text);

test('a push that needs approval is a plan that waits: everybody is told for what, and it goes out when approved', async () => {
  const belay = await aShop();
  const id = idOf(await push(belay, NEW));
  const waits = `1.1.0 waits for an approval of role:ops, and nothing was touched: \`belay approve ${id}\` or \`belay reject ${id}\``;
  expect(await why(belay.kept, SERVICE)).toMatchObject({ because: waits, awaits: { what: 'approval' } });
  expect(await serviceStatus(belay.kept, SERVICE)).toMatchObject({ deploying: { id, awaits: 'approval' } });
  expect(await told(belay, id)).toEqual([
    expect.stringMatching(/^1\.1\.0 waits for .*, until .* \(the service asks it of every deployment\)$/),
  ]);
  expect(belay.book.count('ecs.update')).toBe(0);
  await approve(belay.ports, { id, by: 'ann', roles: ['role:ops'], approved: true });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
  expect(belay.serving()).toBe(NEW.digest);
});

test('without an approval in time the push is refused, and nothing was touched', async () => {
  const belay = await aShop();
  const id = idOf(await push(belay, NEW));
  expect(await belay.end(id)).toMatchObject({ verdict: 'REFUSED', because: 'nobody approved in time' });
  expect(belay.book.count('ecs.update')).toBe(0);
});

test('a newer push waits behind it, whoever is asked to approve is told, and a rejection lets it go first', async () => {
  const belay = await aShop();
  const id = idOf(await push(belay, NEW));
  const newer = await push(belay, NEWER);
  expect(newer).toMatchObject({
    outcome: 'waiting',
    because: expect.stringContaining(`waits for ${id}, which waits for approval`),
  });
  expect((await why(belay.kept, SERVICE)).because).toMatch(/; 1\.2\.0 waits behind it$/);
  expect((await told(belay, id)).at(-1)).toBe(
    `While 1.1.0 waits for approval, 1.2.0 came and waits behind it. \`belay reject ${id}\` lets it go first`,
  );
  await approve(belay.ports, { id, by: 'ann', roles: ['role:ops'], approved: false, comment: 'take 1.2.0' });
  await belay.clock.advance(MINUTE);
  const { live } = await belay.kept.deployments.head(SERVICE);
  expect(live?.digest).toBe(NEWER.digest);
  expect((await why(belay.kept, SERVICE)).because).toMatch(/^1\.2\.0 waits for an approval/);
});

test('a person who deploys meanwhile is told what stands in the way, and how to end it', async () => {
  const belay = await aShop();
  const id = idOf(await push(belay, NEW));
  await expect(belay.deploy({ to: NEWER })).rejects.toMatchObject({
    code: 'DeploymentInProgress',
    message: expect.stringContaining(`It waits for approval: \`belay approve ${id}\``),
  });
});

test('a critical security fix goes out by the owner’s rule without approval, and says by which', async () => {
  const belay = await aShop(RULE);
  const id = idOf(await push(belay, NEW, 'critical 1.1.0'));
  const because = "a critical security fix by the image's label, for which the service asks 0 instead of 1";
  expect(await told(belay, id)).toEqual([`1.1.0 goes out without approval: ${because}`]);
  const { verdict, deployment } = await belay.end(id);
  expect({ verdict, plan: deployment?.plan }).toMatchObject({
    verdict: 'SUCCEEDED',
    plan: { approvals: 0, approvalsBecause: because },
  });
});

test.each([
  ['no rule', APPROVAL, 'critical 1.1.0'],
  ['no label', RULE, undefined],
  ['the label of another version', RULE, 'critical 1.0.9'],
  ['a label that is not bad enough', RULE, 'high 1.1.0'],
])('with %s it waits as every other', async (_, approval, label) => {
  const belay = await aShop(approval);
  const id = idOf(await push(belay, NEW, label));
  expect((await why(belay.kept, SERVICE)).because).toContain('waits for an approval of role:ops');
  expect((await belay.end(id)).verdict).toBe('REFUSED');
});

test('nobody can claim a security fix by hand: neither the reason nor force takes the place of the label', async () => {
  const belay = await aShop(RULE);
  await push(belay, { ...NEW, version: 'nightly' });
  const id = await belay.deploy({ reason: 'critical 1.1.0', forced: { by: 'somebody', reason: 'critical 1.1.0' } });
  expect(await belay.end(id)).toMatchObject({ verdict: 'REFUSED', because: 'nobody approved in time' });
});

test('a version that Belay has no record of is no security fix', async () => {
  const belay = await aShop(RULE);
  relabel(belay, NEW, { components: {}, securityFix: 'critical 1.1.0' });
  const id = await belay.deploy();
  expect(await belay.end(id)).toMatchObject({ verdict: 'REFUSED', because: 'nobody approved in time' });
});

test('only a service with the rule pays a read for it', async () => {
  const reads = await Promise.all(
    [APPROVAL, RULE].map(async (approval) => {
      const belay = await aShop(approval);
      await belay.deploy();
      await belay.clock.advance(MINUTE);
      return belay.book.count('versions.get');
    }),
  );
  expect(reads).toEqual([reads[0], (reads[0] ?? 0) + 1]);
});
