import { ECSClient } from '@aws-sdk/client-ecs';
import * as ssmModule from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import type { Parameters } from '../../core/ports.ts';
import { jsonCaller } from '../../functions/aws/json-caller.ts';
import { signedPost } from '../../functions/aws/signed-post.ts';
import { ssmParameters } from '../../functions/aws/ssm-parameters.ts';
import { stateFilesInMemory } from '../../local/kernel/state-files.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { createSsm } from '../../local/ssm/create-ssm.ts';
import { FakeSurroundings } from '../fakes/fake-surroundings.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { Witness } from './witness.ts';

const witness = new Witness('parameters');

async function played(): Promise<Parameters> {
  const surroundings = new FakeSurroundings();
  surroundings.gone.add('/app/none');
  return witness.fakes({ parameters: surroundings }).parameters;
}

async function inSystemsManager(): Promise<Parameters> {
  const local = createSsm({ clock: new VirtualClock(), files: stateFilesInMemory() });
  const wire = await aWire({ services: [{ module: ssmModule, service: local.service }] });
  const client = new ssmModule.SSMClient(clientOf(wire));
  for (const Name of ['/app/key', 'plain'])
    await client.send(new ssmModule.PutParameterCommand({ Name, Type: 'SecureString', Value: 'hush' }));
  const { config } = new ECSClient(clientOf(wire));
  const parameters = ssmParameters(jsonCaller(signedPost(config, 'ssm', wire.url), 'AmazonSSM'));
  return witness.adapters({ parameters }).parameters;
}

test.each([
  ['that is played', played],
  ['in Systems Manager', inSystemsManager],
] as const)('a parameter %s is there, or it is not', async (_, make) => {
  const parameters = await make();
  expect([await parameters.isThere('/app/key'), await parameters.isThere('/app/none')]).toEqual([true, false]);
});

test('an ARN has a slash where the name of a parameter may have none', async () => {
  const parameters = await inSystemsManager();
  expect([await parameters.isThere('/plain'), await parameters.isThere('plain')]).toEqual([true, true]);
  expect(await parameters.isThere('app/key')).toBe(false);
});

test('Systems Manager may answer empty pages before the one that counts, but not for ever', async () => {
  const answers = (pages: number) => {
    let page = 0;
    return async () => (++page < pages ? { Parameters: [], NextToken: `${page}` } : { Parameters: [{ Name: '/a' }] });
  };
  expect(await ssmParameters(answers(3)).isThere('/a')).toBe(true);
  await expect(ssmParameters(answers(100)).isThere('/a')).rejects.toThrow('did not come to an end');
});

witness.testifies();
