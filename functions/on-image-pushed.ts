import * as z from 'zod/mini';
import { parseDigest } from '../core/domain/names.ts';
import { registerVersion } from '../core/operations/register-version.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

/** ECR Image Action. A push without a tag is a child of an index, or nothing that a person could name. */
const ImageAction = z.object({
  source: z.literal('aws.ecr'),
  'detail-type': z.literal('ECR Image Action'),
  detail: z.object({
    'action-type': z.enum(['PUSH', 'DELETE']),
    result: z.literal('SUCCESS'),
    'repository-name': z.string().check(z.minLength(2), z.maxLength(256)),
    'image-digest': z.string(),
    'image-tag': z.optional(z.string().check(z.maxLength(128))),
  }),
});

const ports = productionPorts();

/** An image was pushed: it becomes a version, and what its policies say is begun. */
export async function handler(event: unknown): Promise<void> {
  const { detail } = ImageAction.parse(event);
  const repository = detail['repository-name'];
  const digest = parseDigest(detail['image-digest']);
  const tag = detail['image-tag'];
  if (detail['action-type'] === 'DELETE' || tag === undefined) {
    log.info('nothing to record', { event: 'version:push:ignored', repository, digest, tag });
    return;
  }
  const version = await registerVersion(ports, { repository, digest, tag });
  log.info(`${repository}:${tag} is recorded`, {
    event: 'version:push:recorded',
    repository,
    digest,
    tag,
    decisions: version.decisions,
  });
}
