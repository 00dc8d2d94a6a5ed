import { expect, test } from 'vitest';
import { routes } from '../../functions/http/routes.ts';
import { USUAL_DEFAULTS } from '../builders.ts';
import { aBelay } from '../state-machines/a-belay.ts';

const MINUTE = 60_000;
const iam = (role: string) => ({ iam: { userArn: `arn:aws:sts::000000000000:assumed-role/${role}/ann` } });
const person = (groups: string) => ({ jwt: { claims: { iss: 'https://id', sub: 'ann', 'cognito:groups': groups } } });

test.each([
  ['whoever took the named IAM role', iam('ops'), 'role:ops'],
  ['whoever is in the named group', person('[dev qa]'), 'group:qa'],
])('%s approves, and the approval is kept with it', async (_, authorizer, role) => {
  const belay = await aBelay({
    settings: { approval: { count: 1, approvers: ['role:ops', 'group:qa'], deadline: 3600 } },
  });
  const id = await belay.deploy();
  await belay.clock.advance(MINUTE);
  const app = routes(belay.ports, '0', USUAL_DEFAULTS);
  const answer = await app.request(
    `/deployments/${id}/approve`,
    { method: 'POST', body: '{"comment":"fine"}' },
    { event: { requestContext: { authorizer } } },
  );
  expect(await answer.json()).toMatchObject({ missing: 0, given: [{ role, comment: 'fine' }] });
  expect((await belay.end(id)).verdict).toBe('SUCCEEDED');
});
