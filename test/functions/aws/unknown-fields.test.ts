import { ECSClient } from '@aws-sdk/client-ecs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { awsEcs } from '../../../functions/aws/ecs.ts';
import { unknownFields } from '../../../functions/aws/unknown-fields.ts';

const ARN = 'arn:aws:ecs:us-east-1:000000000000:task-definition/web:1';
const KNOWN = {
  taskDefinitionArn: ARN,
  family: 'web',
  status: 'ACTIVE',
  registeredAt: 1_790_000_000.5,
  requiresAttributes: [{ name: 'com.amazonaws.ecs.capability.ecr-auth' }],
  volumes: [],
  containerDefinitions: [
    {
      name: 'web',
      image: 'web',
      cpu: 0,
      essential: false,
      portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
      dockerLabels: { 'any.label': 'x' },
      healthCheck: { command: ['CMD', 'true'], interval: 5 },
      entryPoint: null,
    },
  ],
};

/** ECS that knows one task definition, in the fields that its answer has, and keeps what is registered. */
function ecsThatSays(taskDefinition: object) {
  const registered: unknown[] = [];
  const client = new ECSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: {
      handle: async ({ headers, body }: { headers: Record<string, string>; body?: unknown }) => {
        if (headers['x-amz-target']?.endsWith('RegisterTaskDefinition')) registered.push(JSON.parse(textOf(body)));
        const answer = Buffer.from(JSON.stringify({ taskDefinition }));
        return {
          response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: answer },
        };
      },
    },
  });
  return { ecs: awsEcs(client), registered };
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
}

test('a task definition whose fields are all known is copied', async () => {
  const { ecs, registered } = ecsThatSays(KNOWN);
  expect(await ecs.taskDefinition(ARN)).toMatchObject({
    unknownFields: [],
    containers: [{ name: 'web', ports: [8080] }],
  });
  await ecs.registerTaskDefinition(ARN, 'be-active', { web: 'web@sha256:1' }, {});
  expect(registered).toMatchObject([{ family: 'web', containerDefinitions: [{ image: 'web@sha256:1' }] }]);
});

test.each([
  [{ ...KNOWN, taskWarmth: 'high' }, 'taskWarmth'],
  [
    { ...KNOWN, containerDefinitions: [{ ...KNOWN.containerDefinitions[0], warmth: 0 }] },
    'containerDefinitions[0].warmth',
  ],
  [
    { ...KNOWN, containerDefinitions: [{ ...KNOWN.containerDefinitions[0], healthCheck: { warmth: { low: 1 } } }] },
    'containerDefinitions[0].healthCheck.warmth',
  ],
])('a field that a copy would lose is named, and nothing is registered', async (taskDefinition, field) => {
  const { ecs, registered } = ecsThatSays(taskDefinition);
  expect((await ecs.taskDefinition(ARN))?.unknownFields).toEqual([field]);
  await expect(ecs.registerTaskDefinition(ARN, 'be-active', { web: 'web@sha256:1' }, {})).rejects.toMatchObject({
    code: 'UnknownField',
    message: expect.stringContaining(field),
  });
  expect(registered).toEqual([]);
});

test('nothing is unknown of what was kept whole, whatever it is', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => void expect(unknownFields(value, value)).toEqual([])));
});

test('whatever is taken out is found by its name', () => {
  const objects = fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean()), {
    minKeys: 1,
  });
  fc.assert(
    fc.property(objects, fc.nat(), (object, choice) => {
      const names = Object.keys(object);
      const gone = names[choice % names.length] ?? '';
      const kept = Object.fromEntries(Object.entries(object).filter(([name]) => name !== gone));
      expect(unknownFields(object, kept)).toEqual([gone]);
    }),
  );
});
