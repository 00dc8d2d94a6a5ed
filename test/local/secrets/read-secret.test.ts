import * as secretsModule from '@aws-sdk/client-secrets-manager';
import * as ssmModule from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { readSecret } from '../../../local/secrets/read-secret.ts';
import { createSsm } from '../../../local/ssm/create-ssm.ts';
import { aService, aWire, clientOf } from '../wire/a-wire.ts';

const SECRET = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:db-AbCdEf';

/** An AWS with the secret `db` and the parameters `/app/key` and `plain`. */
async function anAws() {
  const ssm = createSsm({ clock: new VirtualClock(), files: stateFilesInMemory() });
  const secrets = aService('secretsmanager', { GetSecretValue: () => ({ SecretString: '{"password":"pw"}' }) });
  const wire = await aWire({
    services: [
      { module: ssmModule, service: ssm.service },
      { module: secretsModule, service: secrets },
    ],
  });
  const client = new ssmModule.SSMClient(clientOf(wire));
  const put = (Name: string, Value: string) =>
    client.send(new ssmModule.PutParameterCommand({ Name, Value, Type: 'SecureString' }));
  await put('/app/key', 'slash');
  await put('plain', 'no slash');
  return { wire, client, put };
}

test.each([
  [SECRET, '{"password":"pw"}'],
  [`${SECRET}:password::`, 'pw'],
  ['/app/key', 'slash'],
  ['arn:aws:ssm:us-east-1:000000000000:parameter/app/key', 'slash'],
  ['plain', 'no slash'],
  ['arn:aws:ssm:us-east-1:000000000000:parameter/plain', 'no slash'],
])('a container that names %s gets its value', async (valueFrom, value) => {
  const { wire } = await anAws();
  expect(await readSecret(wire, valueFrom)).toBe(value);
});

test('a parameter that nobody put keeps its task from starting', async () => {
  const { wire } = await anAws();
  await expect(readSecret(wire, '/app/none')).rejects.toMatchObject({ name: 'ParameterNotFound' });
});

test('a parameter is put once, and over the one before only where that is said', async () => {
  const { client, put } = await anAws();
  await expect(put('plain', 'again')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  await client.send(new ssmModule.PutParameterCommand({ Name: 'plain', Value: 'again', Overwrite: true }));
  const { Parameter } = await client.send(new ssmModule.GetParameterCommand({ Name: 'plain' }));
  expect(Parameter).toMatchObject({ Value: 'again', Version: 2, Type: 'SecureString' });
});

test('a template makes a parameter, and starts do not make it anew', async () => {
  const files = stateFilesInMemory();
  const context = { stack: 'Stack', logicalId: 'Key', metadata: {}, directory: '/', previous: undefined };
  const made = async (Value: string) => {
    const { provisioners, service } = createSsm({ clock: new VirtualClock(), files });
    const { ref } = (await provisioners['AWS::SSM::Parameter']?.provision({ Type: 'String', Value }, context)) ?? {};
    const wire = await aWire({ services: [{ module: ssmModule, service }] });
    const client = new ssmModule.SSMClient(clientOf(wire));
    return (await client.send(new ssmModule.GetParameterCommand({ Name: ref }))).Parameter?.Version;
  };
  expect([await made('a'), await made('a'), await made('b')]).toEqual([1, 1, 2]);
});
