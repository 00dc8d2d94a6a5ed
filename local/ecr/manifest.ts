import { z } from 'zod';
import { DIGEST } from './digest.ts';
import { RegistryError } from './registry-error.ts';

const DOCKER_IMAGE = 'application/vnd.docker.distribution.manifest.v2+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';

/** ECR's limit for a manifest, in bytes. */
export const LARGEST_MANIFEST = 4 * 1024 * 1024;

const Annotations = z.record(z.string(), z.string());
const Platform = z.object({ architecture: z.string(), os: z.string(), variant: z.string().optional() });
const Descriptor = z.object({
  mediaType: z.string().min(1).max(255),
  digest: z.string().regex(DIGEST),
  size: z.int().nonnegative(),
  urls: z.array(z.string()).optional(),
  platform: Platform.optional(),
});
const Common = z.object({
  schemaVersion: z.literal(2),
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  subject: Descriptor.optional(),
  annotations: Annotations.optional(),
});
const ImageManifest = Common.extend({
  config: Descriptor,
  layers: z.array(Descriptor),
  manifests: z.undefined({ error: 'an image manifest must not have manifests' }).optional(),
});
const ImageIndex = Common.extend({
  manifests: z.array(Descriptor),
  layers: z.undefined({ error: 'an index must not have layers' }).optional(),
  config: z.undefined({ error: 'an index must not have a config' }).optional(),
});

export type Descriptor = z.infer<typeof Descriptor>;

interface Described {
  readonly mediaType: string;
  readonly artifactType: string | undefined;
  readonly subject: Descriptor | undefined;
  readonly annotations: Readonly<Record<string, string>> | undefined;
}

/** What a manifest of any of the four kinds says. */
export type Manifest = Described &
  (
    | { readonly kind: 'image'; readonly config: Descriptor; readonly layers: readonly Descriptor[] }
    | { readonly kind: 'index'; readonly manifests: readonly Descriptor[] }
  );

/** Reads a manifest that somebody sent. MANIFEST_INVALID names what is wrong with it. */
export function parseManifest(bytes: Uint8Array, contentType: string | undefined): Manifest {
  const document = parseJson(bytes);
  const mediaType = mediaTypeOf(document, contentType);
  switch (mediaType) {
    case DOCKER_IMAGE:
    case OCI_IMAGE: {
      const { config, layers, artifactType, subject, annotations } = read(ImageManifest, document);
      return { kind: 'image', mediaType, config, layers, artifactType, subject, annotations };
    }
    case DOCKER_LIST:
    case OCI_INDEX: {
      const { manifests, artifactType, subject, annotations } = read(ImageIndex, document);
      return { kind: 'index', mediaType, manifests, artifactType, subject, annotations };
    }
    default:
      throw new RegistryError('MANIFEST_INVALID', `manifests of type '${mediaType}' are not supported`);
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new RegistryError('MANIFEST_INVALID', `the manifest is not JSON: ${(error as Error).message}`);
  }
}

function mediaTypeOf(document: unknown, contentType: string | undefined): string {
  const { mediaType: own } = read(z.looseObject({ mediaType: z.string().optional() }), document);
  const sent = contentType?.split(';')[0]?.trim();
  if (own !== undefined && sent !== undefined && own !== sent) {
    throw new RegistryError('MANIFEST_INVALID', `the manifest says that it is '${own}' and was sent as '${sent}'`);
  }
  return sent ?? own ?? '';
}

function read<Output>(schema: z.ZodType<Output>, document: unknown): Output {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') || 'the manifest';
  throw new RegistryError('MANIFEST_INVALID', `${where}: ${issue?.message ?? 'invalid'}`);
}
