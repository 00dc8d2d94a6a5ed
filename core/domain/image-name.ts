import { type Digest, isDigest } from './names.ts';

/** An image as a task definition names it, in its parts. */
export interface ImageName {
  /** The registry's host; absent where the name has none, as for Docker Hub. */
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: Digest;
}

/** `host/repository:tag@digest` in its parts. Every text is some name: nothing is refused. */
export function parseImageName(text: string): ImageName {
  const [name = '', digest = ''] = text.split('@');
  const [first = '', ...rest] = name.split('/');
  const registry = rest.length > 0 && /[.:]/.test(first) ? first : undefined;
  const path = registry === undefined ? name : rest.join('/');
  const colon = path.lastIndexOf(':');
  return {
    ...(registry !== undefined && { registry }),
    repository: colon < 0 ? path : path.slice(0, colon),
    ...(colon >= 0 && { tag: path.slice(colon + 1) }),
    ...(isDigest(digest) && { digest }),
  };
}

/** Account and Region of a registry of Amazon ECR; `undefined` for any other registry. */
export function parseEcrHost(
  host: string | undefined,
): { readonly account: string; readonly region: string } | undefined {
  const [, account, region] = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(host ?? '') ?? [];
  return account === undefined || region === undefined ? undefined : { account, region };
}
