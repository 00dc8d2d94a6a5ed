import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as secretsModule from '@aws-sdk/client-secrets-manager';
import { expect, onTestFinished, test } from 'vitest';
import type { Secrets } from '../../core/ports.ts';
import { awsSecrets } from '../../functions/aws/aws-secrets.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { createSecrets } from '../../local/secrets/create-secrets.ts';
import { FakeSurroundings } from '../fakes/fake-surroundings.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { Witness } from './witness.ts';

const witness = new Witness('secrets');

interface Bench {
  readonly secrets: Secrets;
  readonly there: string;
  readonly missing: string;
}

async function played(): Promise<Bench> {
  const secrets = new FakeSurroundings();
  secrets.gone.add('secret:none');
  return { ...witness.fakes({ secrets }), there: 'secret:db', missing: 'secret:none' };
}

async function inSecretsManager(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const local = createSecrets({ clock: new VirtualClock(), folder, initialValue: () => 'hush' });
  const context = { stack: 'Stack', logicalId: 'Db', metadata: {}, directory: '/', previous: undefined };
  const made = await local.provisioners['AWS::SecretsManager::Secret']?.provision({ Name: 'db' }, context);
  const wire = await aWire({ services: [{ module: secretsModule, service: local.service }] });
  const there = String(made?.ref);
  return {
    ...witness.adapters({ secrets: awsSecrets(new secretsModule.SecretsManagerClient(clientOf(wire))) }),
    there,
    missing: `${there.slice(0, -6)}zzzzzz`,
  };
}

test.each([
  ['that is played', played],
  ['in Secrets Manager', inSecretsManager],
] as const)('a secret %s is there, or it is not', async (_, make) => {
  const { secrets, there, missing } = await make();
  expect([await secrets.isThere(there), await secrets.isThere(missing)]).toEqual([true, false]);
});

witness.testifies();
