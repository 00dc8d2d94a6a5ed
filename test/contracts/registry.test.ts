import { createHash } from 'node:crypto';
import * as ecrModule from '@aws-sdk/client-ecr';
import { onTestFinished } from 'vitest';
import { parseDigest } from '../../core/domain/names.ts';
import { ecrRegistry } from '../../functions/aws/ecr-registry.ts';
import { buildImage } from '../../local/images/build-image.ts';
import { pushImage } from '../../local/images/push-image.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { FakeRegistry } from '../fakes/fake-registry.ts';
import { aRegistry, ask } from '../local/ecr/registry-fixture.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { registryContract } from './registry.ts';
import { Witness } from './witness.ts';

const witness = new Witness('registry');

registryContract('in memory', async () => {
  const clock = new VirtualClock();
  const registry = new FakeRegistry(() => clock.now());
  return {
    ...witness.fakes({ registry }),
    async push(tag, content = 'hello') {
      const digest = parseDigest(`sha256:${createHash('sha256').update(content).digest('hex')}`);
      registry.push('web', digest, tag, { commit: 'cafe', components: {} });
      return digest;
    },
    remove: async (digest) => registry.remove('web', digest),
    now: () => new Date(clock.now()).toISOString(),
    pass: (milliseconds) => clock.advance(milliseconds),
  };
});

registryContract('of Amazon ECR', async () => {
  const { registry, clock, end } = await aRegistry();
  onTestFinished(end);
  const wire = await aWire({ services: [{ module: ecrModule, service: registry.service }] });
  return {
    ...witness.adapters({ registry: ecrRegistry(new ecrModule.ECRClient(clientOf(wire))) }),
    async push(tag, content = 'hello') {
      const labels = { 'org.opencontainers.image.revision': 'cafe' };
      const files = { greeting: { content } };
      const image = buildImage({ files, entrypoint: ['greeting'], labels, architecture: 'amd64' });
      return parseDigest(await pushImage(registry.url, 'web', tag, image));
    },
    remove: async (imageDigest) =>
      void (await ask(registry, 'BatchDeleteImage', { repositoryName: 'web', imageIds: [{ imageDigest }] })),
    now: () => new Date(clock.now()).toISOString(),
    pass: (milliseconds) => clock.advance(milliseconds),
  };
});

witness.testifies();
