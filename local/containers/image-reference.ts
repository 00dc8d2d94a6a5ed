import { ECR_HOST } from '../kernel/account.ts';

/** A reference to an image of the local registry. */
export interface ImageReference {
  readonly repository: string;
  /** A digest, or a tag; `latest` when neither was given. */
  readonly reference: string;
}

const PATTERN = /^(?<host>[^/]+)\/(?<repository>[^:@]+)(?::(?<tag>[^:@]+))?(?:@(?<digest>[^@]+))?$/;

/** Reads `<host>/<repository>[:tag][@digest]`. `undefined` when the host is neither ECR's nor the local registry's own. */
export function localReference(image: string, registryUrl: string): ImageReference | undefined {
  const { host = '', repository = '', tag, digest } = PATTERN.exec(image)?.groups ?? {};
  const { port } = new URL(registryUrl);
  if (![ECR_HOST, `127.0.0.1:${port}`, `localhost:${port}`].includes(host)) return undefined;
  return { repository, reference: digest ?? tag ?? 'latest' };
}
