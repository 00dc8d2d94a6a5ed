import * as z from 'zod/mini';
import { Refused } from '../../core/domain/refused.ts';

/** Platforms are kept with the version, and there is no telling what somebody writes there. */
const word = z.string().check(z.maxLength(50));
const Platform = z.object({ os: word, architecture: word, variant: z.optional(word) });
const Manifest = z.union([
  z.object({ manifests: z.array(z.object({ digest: z.string(), platform: z.optional(Platform) })) }),
  z.object({ config: z.object({ digest: z.string() }) }),
]);
const Config = z.object({
  os: z._default(word, 'linux'),
  architecture: z._default(word, 'unknown'),
  variant: z.optional(word),
  config: z.optional(z.nullable(z.object({ Labels: z.optional(z.unknown()) }))),
});

/** One image of an index. Attestations and the like have no platform that anything could run on. */
export interface Child {
  readonly digest: string;
  readonly platform?: string;
}

export type ImageManifest =
  | { readonly kind: 'image'; readonly config: string }
  | { readonly kind: 'index'; readonly children: readonly Child[] };

/** An image manifest or index, OCI or Docker. `name` is for the message of a refusal. */
export function parseManifest(text: string | undefined, name: string): ImageManifest {
  const manifest = Manifest.safeParse(parseJson(text, name));
  if (!manifest.success)
    throw new Refused(
      'Unsupported',
      `${name} is no image manifest that Belay knows. Push an image as Docker or OCI has it.`,
    );
  if ('config' in manifest.data) return { kind: 'image', config: manifest.data.config.digest };
  return {
    kind: 'index',
    children: manifest.data.manifests.map(({ digest, platform }) => ({
      digest,
      ...(platform !== undefined && platform.os !== 'unknown' && { platform: nameOf(platform) }),
    })),
  };
}

/** The platform and the raw labels of an image configuration. */
export function parseConfig(text: string, name: string): { readonly platform: string; readonly labels: unknown } {
  const config = Config.safeParse(parseJson(text, name));
  if (!config.success)
    throw new Refused(
      'Unsupported',
      `The configuration of ${name} is none that Belay knows. Push an image as Docker or OCI has it.`,
    );
  return { platform: nameOf(config.data), labels: config.data.config?.Labels };
}

function nameOf({
  os,
  architecture,
  variant,
}: {
  os: string;
  architecture: string;
  variant?: string | undefined;
}): string {
  return variant === undefined ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function parseJson(text: string | undefined, name: string): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    throw new Refused('Unsupported', `${name} is broken JSON. Push it again.`);
  }
}
