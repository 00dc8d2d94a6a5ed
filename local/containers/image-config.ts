import { z } from 'zod';
import { DIGEST } from '../ecr/digest.ts';

const Strings = z
  .array(z.string())
  .nullish()
  .transform((strings) => strings ?? []);

const Text = z
  .string()
  .nullish()
  .transform((text) => text ?? '');

const ImageConfig = z.object({
  architecture: z.string(),
  os: z.string(),
  config: z
    .object({ Entrypoint: Strings, Cmd: Strings, Env: Strings, WorkingDir: Text, User: Text })
    .nullish()
    .transform((config) => config ?? { Entrypoint: [], Cmd: [], Env: [], WorkingDir: '', User: '' }),
  rootfs: z.object({ diff_ids: z.array(z.string().regex(DIGEST)) }),
});

export type ImageConfig = z.infer<typeof ImageConfig>;

/** Reads the config that an image carries, or says what is wrong with it. */
export function parseImageConfig(bytes: Uint8Array): ImageConfig {
  const result = ImageConfig.safeParse(JSON.parse(Buffer.from(bytes).toString()));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Error(`the image's config is invalid: ${issue?.path.join('.')}: ${issue?.message}`);
}
