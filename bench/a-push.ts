import type { ServiceSettings } from '../core/domain/service.ts';
import type { Labels } from '../core/domain/version.ts';
import type { ImagePush } from '../core/operations/register-version.ts';
import { aDigest, aService } from '../test/builders.ts';
import type { Stores } from './stores.ts';

/** What a CI writes into an image. */
export const LABELS: Labels = {
  commit: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  source: 'https://github.com/example/web',
  builtAt: '2026-11-20T09:00:00Z',
  version: '1.4.2',
  runtime: 'node 24',
  components: {},
};

/** A service that is told of each version and deploys none by itself. */
export const MANUAL: ServiceSettings = aService({ policy: { kind: 'manual' } });

/** Puts an image into the registry, as a push that an event will tell of. */
export function aPush({ world }: Stores, number: number): ImagePush {
  const push = { repository: 'web', digest: aDigest(1_000 + number), tag: `1.4.${number}` };
  world.registry.push(push.repository, push.digest, push.tag, LABELS);
  return push;
}
