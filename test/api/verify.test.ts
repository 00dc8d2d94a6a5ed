import { DescribeServicesCommand, ECSClient, UntagResourceCommand } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2Client, ModifyRuleCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Verification } from '../../core/operations/verify-service.ts';
import { type ExampleWorld, startExample, WEB } from '../story/world-fixture.ts';
import { type Ask, askAt, type Reply } from './ask.ts';

let world: ExampleWorld;
let ask: Ask;
let settings: { endpoint: string; region: string; credentials: { accessKeyId: string; secretAccessKey: string } };

beforeAll(async () => {
  world = await startExample();
  ask = askAt(world.running.api);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  settings = { endpoint: world.world.wire.url, region: 'us-east-1', credentials };
  await world.put(WEB, { policy: { kind: 'manual' }, alarms: ['web-5xx'] });
  await world.push('web', '1.0.0');
});
afterAll(() => world?.stop());

const verify = (body: object = { version: '1.0.0' }): Promise<Reply> =>
  ask('POST', `/v1/services/${WEB}/verify`, { body });
/** The answer of the API has the type that the operation gives. */
const findingsOf = ({ text }: Reply): Verification['findings'] => JSON.parse(text).findings;
const statuses = (reply: Reply, status: string): readonly string[] =>
  findingsOf(reply).flatMap((one) => (one.status === status ? [one.check] : []));

test('a service that is wired as it should be has nothing refused, and every read is one that the rights allow', async () => {
  const reply = await verify();
  expect(reply).toMatchObject({ status: 200, json: { service: WEB, wouldBeRefused: false } });
  expect(statuses(reply, 'refused')).toEqual([]);
  expect(statuses(reply, 'unknown')).toEqual([]);
  expect(reply.text).not.toContain('not authorized');
});

test('what its tasks need is looked at: their roles, the log groups that the stack may read, room for both versions', async () => {
  const findings = findingsOf(await verify());
  const of = (wanted: string) => findings.filter(({ check }) => check === wanted);
  expect(of('role-exists')).toHaveLength(2);
  expect(of('role-exists')).toMatchObject([{ status: 'ok' }, { status: 'ok' }]);
  expect(of('log-group')).toMatchObject([{ status: 'ok' }]);
  expect(of('capacity')).toMatchObject([{ status: 'ok', because: expect.stringMatching(/ of 4000 vCPU are free$/) }]);
  expect(of('addresses')).toMatchObject([{ status: 'ok', because: expect.stringMatching(/, and \d+ are free$/) }]);
});

test('without a version, all but its image is looked at', async () => {
  const reply = await verify({});
  expect(reply).toMatchObject({ status: 200, json: { version: null, wouldBeRefused: false } });
  expect(statuses(reply, 'unknown')).toContain('image');
});

test('all that its owner broke comes in one run, with the commands that mend it, and nothing is touched', async () => {
  const ecs = new ECSClient(settings);
  const describe = async () =>
    (await ecs.send(new DescribeServicesCommand({ cluster: 'example', services: ['web'], include: ['TAGS'] })))
      .services?.[0];
  const service = await describe();
  const [wiring] = service?.loadBalancers ?? [];
  const { alternateTargetGroupArn, productionListenerRule } = wiring?.advancedConfiguration ?? {};
  await ecs.send(new UntagResourceCommand({ resourceArn: service?.serviceArn, tagKeys: ['belay:managed'] }));
  const TargetGroups = [
    { TargetGroupArn: wiring?.targetGroupArn, Weight: 0 },
    { TargetGroupArn: alternateTargetGroupArn, Weight: 100 },
  ];
  await new ElasticLoadBalancingV2Client(settings).send(
    new ModifyRuleCommand({
      RuleArn: productionListenerRule,
      Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
    }),
  );
  await world.put(WEB, { policy: { kind: 'manual' }, alarms: ['web-5xx', 'no-such-alarm'] });
  const before = await describe();
  const reply = await verify({ version: '9.9.9' });
  expect(reply.json).toMatchObject({ wouldBeRefused: true, version: null });
  expect(statuses(reply, 'refused')).toEqual(['managed-tag', 'image', 'weights', 'alarms']);
  const refused = findingsOf(reply).filter(({ status }) => status === 'refused');
  expect(refused).toMatchObject([
    {
      code: 'NotAllowed',
      next: `aws ecs tag-resource --resource-arn ${service?.serviceArn} --tags key=belay:managed,value=true`,
    },
    { code: 'UnknownVersion' },
    { code: 'NotWired', next: expect.stringContaining(`TargetGroupArn=${wiring?.targetGroupArn},Weight=100`) },
    { code: 'BadRequest', what: 'no-such-alarm' },
  ]);
  expect(await describe()).toEqual(before);
  expect((await ask('GET', `/v1/deployments?service=${WEB}`)).json).toMatchObject({ items: [] });
});

test.each<[string, unknown, number, RegExp]>([
  ['an unknown field', { versions: '1.0.0' }, 400, /versions/],
  ['an empty version', { version: '' }, 400, /version/],
  ['a version that is a number', { version: 1 }, 400, /version/],
  ['a version without end', { version: '1'.repeat(201) }, 400, /version/],
  ['no JSON', '{', 400, /no JSON/],
])('a body with %s is refused by name', async (_, body, status, names) => {
  const reply = await ask('POST', `/v1/services/${WEB}/verify`, { body });
  expect(reply).toMatchObject({ status, json: { code: 'BadRequest', message: expect.stringMatching(names) } });
});

test('a service that nobody told Belay of is a 404', async () => {
  expect(await ask('POST', '/v1/services/staging/nothing/verify', { body: {} })).toMatchObject({
    status: 404,
    json: { code: 'UnknownService' },
  });
});
