import { ACCOUNT } from '../kernel/account.ts';
import type { Identity } from './identity.ts';

/** Whoever sits at this machine and signs nothing: the comfort of local mode. */
export const LOCAL_IAM: Identity = {
  kind: 'iam',
  accessKey: 'local',
  userArn: `arn:aws:iam::${ACCOUNT}:user/local`,
  userId: 'local',
};
export const LOCAL_JWT: Identity = { kind: 'jwt', claims: { iss: 'local', sub: 'local' }, scopes: [] };

/**
 * Why an unsigned request is not taken for the local person's; `undefined` when it is. Any web page that is open on this
 * machine can send requests to loopback, under a name of its own even, so the browser's own word about where they come from counts.
 */
export function notFromHere({
  headers,
}: {
  readonly headers: Readonly<Record<string, string | undefined>>;
}): string | undefined {
  const { host = '', origin } = headers;
  if (!isLoopback(host)) return `its Host header is '${host}', which is no loopback name`;
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) return `it comes from a page of ${origin}`;
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return `it comes from a ${site} page`;
  return undefined;
}

function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(host);
}

/** An opaque origin, `null`, has no host. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
