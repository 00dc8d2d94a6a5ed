import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Operation } from '../../../local/kernel/aws-service.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createSecrets } from '../../../local/secrets/create-secrets.ts';
import { generateSecret, generator } from '../../../local/secrets/generate-secret.ts';

const folder = mkdtempSync(join(tmpdir(), 'belay-secrets-'));
const caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };
afterAll(() => rmSync(folder, { recursive: true }));

function aSecretsManager(initial: Record<string, string> = {}) {
  const part = createSecrets({ clock: new VirtualClock(), folder, initialValue: (name) => initial[name] });
  const operations = part.service.operations as Record<string, Operation<object>>;
  return {
    provision: async (properties: Record<string, unknown>, logicalId = 'Slack') => {
      const context = { stack: 'Stack', logicalId, metadata: {}, directory: '/', previous: undefined };
      return await part.provisioners['AWS::SecretsManager::Secret']?.provision(properties, context);
    },
    call: async (name: string, input: object) => Object(await operations[name]?.run(input, { caller })),
    permissions: (name: string, input: object) => operations[name]?.permissions(input),
  };
}

test('a secret keeps its value over restarts, and a new value of the template replaces it', async () => {
  const first = await aSecretsManager().provision({ Name: 'belay/slack', SecretString: 'one' });
  const arn = first?.ref ?? '';
  expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:belay\/slack-\w{6}$/);
  expect(first?.attributes.Id).toBe(arn);

  const second = aSecretsManager();
  expect((await second.provision({ Name: 'belay/slack', SecretString: 'one' }))?.ref).toBe(arn);
  await second.call('PutSecretValue', { SecretId: 'belay/slack', SecretString: 'by hand' });

  const third = aSecretsManager();
  await third.provision({ Name: 'belay/slack', SecretString: 'one' });
  expect((await third.call('GetSecretValue', { SecretId: arn })).SecretString).toBe('by hand');
  await third.provision({ Name: 'belay/slack', SecretString: 'two' });
  expect((await third.call('GetSecretValue', { SecretId: arn.slice(0, -7) })).SecretString).toBe('two');
  expect((await third.call('GetSecretValue', { SecretId: arn, VersionStage: 'AWSPREVIOUS' })).SecretString).toBe(
    'by hand',
  );
});

test('the first value can come from outside, and files are for their owner alone', async () => {
  const manager = aSecretsManager({ 'belay/token': 'from outside' });
  await manager.provision({ Name: 'belay/token', GenerateSecretString: {} }, 'Token');
  expect((await manager.call('GetSecretValue', { SecretId: 'belay/token' })).SecretString).toBe('from outside');
  for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('a secret without a value says so, and an unknown one is not found', async () => {
  const manager = aSecretsManager();
  await manager.provision({ Name: 'empty' }, 'Empty');
  await expect(manager.call('GetSecretValue', { SecretId: 'empty' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: expect.stringContaining('AWSCURRENT'),
  });
  await expect(manager.call('DescribeSecret', { SecretId: 'nothing' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});

test('the same token is the same value once, and another value under it is refused', async () => {
  const manager = aSecretsManager();
  await manager.provision({ Name: 'once' }, 'Once');
  const put = { SecretId: 'once', SecretString: 'a', ClientRequestToken: 'a-token-of-thirty-two-letters-or-so' };
  const first = await manager.call('PutSecretValue', put);
  expect(await manager.call('PutSecretValue', put)).toEqual(first);
  await expect(manager.call('PutSecretValue', { ...put, SecretString: 'b' })).rejects.toMatchObject({
    name: 'ResourceExistsException',
  });
});

test('IAM is asked for the full ARN', async () => {
  const manager = aSecretsManager();
  const made = await manager.provision({ Name: 'asked' }, 'Asked');
  expect(manager.permissions('GetSecretValue', { SecretId: 'asked' })).toEqual([
    { action: 'secretsmanager:GetSecretValue', resource: made?.ref },
  ]);
});

test('a generated secret has the wished length, each type of character, and nothing that is excluded', () => {
  const wishes = fc.record({
    PasswordLength: fc.integer({ min: 5, max: 64 }),
    ExcludeCharacters: fc.string({ maxLength: 20 }),
    ExcludePunctuation: fc.boolean(),
    IncludeSpace: fc.boolean(),
  });
  fc.assert(
    fc.property(wishes, (wish) => {
      const password = generateSecret(generator.parse(wish));
      expect(password).toHaveLength(wish.PasswordLength);
      for (const letter of password) expect(wish.ExcludeCharacters).not.toContain(letter);
      if (wish.ExcludePunctuation) expect(password).toMatch(/^[A-Za-z0-9 ]*$/);
    }),
  );
  const inTemplate = generator.parse({ SecretStringTemplate: '{"user":"belay"}', GenerateStringKey: 'password' });
  expect(JSON.parse(generateSecret(inTemplate))).toMatchObject({ user: 'belay', password: expect.any(String) });
});
