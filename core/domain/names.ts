import { Refused } from './refused.ts';

/** The names that Belay speaks in. They are strings that only the parsers below can make. */

declare const brand: unique symbol;
type Named<Kind extends string> = string & { readonly [brand]: Kind };

/** One service in one environment: `staging/web`. */
export type ServiceKey = Named<'ServiceKey'>;
/** `sha256:` and 64 hex digits: the identity of an image. */
export type Digest = Named<'Digest'>;
/** A deployment's id, which is its execution's name too: `web-1.4.1-1.4.2-20261120T101500Z-k3f9`. */
export type DeploymentId = Named<'DeploymentId'>;

const PART = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
const DEPLOYMENT_ID = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,74}$/;

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

export function parseDigest(text: string): Digest {
  if (isDigest(text)) return text;
  throw new Refused('BadRequest', `"${text}" is no digest. A digest is "sha256:" and 64 hex digits.`);
}

export function parseServiceKey(text: string): ServiceKey {
  const parts = text.split('/');
  if (parts.length === 2 && parts.every((part) => PART.test(part))) return text as ServiceKey;
  throw new Refused('BadRequest', `"${text}" is no service. Write environment/service, such as staging/web.`);
}

export function parseDeploymentId(text: string): DeploymentId {
  if (DEPLOYMENT_ID.test(text)) return text as DeploymentId;
  throw new Refused('BadRequest', `"${text}" is no deployment id. \`belay history\` lists them.`);
}

/** `staging/web` in its two parts. */
export function partsOf(key: ServiceKey): { readonly environment: string; readonly name: string } {
  const [environment = '', name = ''] = key.split('/');
  return { environment, name };
}

/** Makes an id that a person can read. It names executions too, `-back` and the like included: at most 80 characters. */
export function nameDeployment(parts: {
  readonly service: ServiceKey;
  readonly from: string;
  readonly to: string;
  /** RFC 3339. */
  readonly at: string;
  /** Four letters or digits that tell two deployments of the same second apart. */
  readonly suffix: string;
}): DeploymentId {
  const time = parts.at.replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
  const plain = (text: string, length: number): string => text.replaceAll(/[^a-zA-Z0-9._-]/g, '-').slice(0, length);
  const { name } = partsOf(parts.service);
  return parseDeploymentId(
    `${plain(name, 22)}-${plain(parts.from, 13)}-${plain(parts.to, 13)}-${time}-${plain(parts.suffix, 4)}`,
  );
}

/** When a deployment was named, in milliseconds since 1970, to the second: it began then or later. NaN where its id does not say. */
export function namedAt(id: DeploymentId): number {
  const [time = ''] = id.split('-').slice(-2);
  return Date.parse(time.replace(/^(\d{4})(\d{2})(\d{2}T\d{2})(\d{2})(\d{2}Z)$/, '$1-$2-$3:$4:$5'));
}
