import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ecrClient from '@aws-sdk/client-ecr';
import * as ecsClient from '@aws-sdk/client-ecs';
import * as elbClient from '@aws-sdk/client-elastic-load-balancing-v2';
import * as secretsClient from '@aws-sdk/client-secrets-manager';
import { onTestFinished } from 'vitest';
import { awsSecrets } from '../../functions/aws/aws-secrets.ts';
import { ecrRegistry } from '../../functions/aws/ecr-registry.ts';
import { awsEcs } from '../../functions/aws/ecs.ts';
import { elbTraffic } from '../../functions/aws/elb-traffic.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { createSecrets } from '../../local/secrets/create-secrets.ts';
import { aRegistry } from '../local/ecr/registry-fixture.ts';
import { AnEcs, shifting } from '../local/ecs/an-ecs.ts';
import { aBlueGreen } from '../local/elb/an-elb.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { readingsContract } from './readings.ts';

/** The name with other letters at its end: of the same kind, and not there. */
const other = (arn: string): string => `${arn.slice(0, -4)}0000`;

readingsContract('from AWS', async () => {
  const { elb, blue, rule } = await aBlueGreen({ delay: 5 });
  const ecs = new AnEcs();
  const { loadBalancers = [], ...blueGreen } = shifting('BLUE_GREEN');
  await ecs.service({ ...blueGreen, loadBalancers, tags: [{ key: 'belay:managed', value: 'true' }] });
  const { registry, end } = await aRegistry();
  onTestFinished(end);
  const folder = mkdtempSync(join(tmpdir(), 'belay-readings-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secrets = createSecrets({ clock: new VirtualClock(), folder, initialValue: () => 'hush' });
  const context = { stack: 'Stack', logicalId: 'Db', metadata: {}, directory: '/', previous: undefined };
  const made = await secrets.provisioners['AWS::SecretsManager::Secret']?.provision({ Name: 'db' }, context);
  const wire = await aWire({
    services: [
      { module: elbClient, service: elb.service },
      { module: ecsClient, service: ecs.ecs.service },
      { module: ecrClient, service: registry.service },
      { module: secretsClient, service: secrets.service },
    ],
  });
  const client = clientOf(wire);
  const secret = String(made?.ref);
  const taskDefinition = String((await ecs.describe()).taskDefinition);
  return {
    ports: {
      ecs: awsEcs(new ecsClient.ECSClient(client)),
      traffic: elbTraffic(new elbClient.ElasticLoadBalancingV2Client(client)),
      registry: ecrRegistry(new ecrClient.ECRClient(client)),
      secrets: awsSecrets(new secretsClient.SecretsManagerClient(client)),
    },
    cluster: 'shop',
    taskDefinition,
    group: blue,
    rule,
    secret,
    repository: 'web',
    missing: {
      taskDefinition: taskDefinition.replace(/\d+$/, '99'),
      group: other(blue),
      rule: other(rule),
      secret: `${secret.slice(0, -6)}zzzzzz`,
    },
  };
});
