import type { EmitEvent } from '../kernel/aws-event.ts';

/** Something that happened to one image, or to one of its tags. */
export interface ImageAction {
  readonly action: 'PUSH' | 'DELETE';
  readonly repository: string;
  readonly digest: string;
  readonly tag: string | undefined;
  readonly mediaType: string;
}

/** Tells EventBridge, as ECR does: no resources, and no `image-tag` for what went by digest. */
export function emitImageAction(emit: EmitEvent, { action, repository, digest, tag, mediaType }: ImageAction): void {
  emit({
    source: 'aws.ecr',
    detailType: 'ECR Image Action',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': repository,
      'image-digest': digest,
      'action-type': action,
      ...(tag === undefined ? {} : { 'image-tag': tag }),
      'manifest-media-type': mediaType,
    },
  });
}
