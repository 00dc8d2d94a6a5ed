import { verify } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import type { JwtAuthorizer } from './api-model.ts';
import type { HttpRequest } from './http-request.ts';
import type { Checked } from './identity.ts';
import type { IssuerKeys } from './issuer-keys.ts';
import { LOCAL_JWT, notFromHere } from './local-person.ts';

const head = z.looseObject({ alg: z.literal('RS256', 'only RS256 is taken'), kid: z.string() });
const claims = z.looseObject({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  client_id: z.string().optional(),
  exp: z.number(),
  nbf: z.number().optional(),
  iat: z.number().optional(),
  scope: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

/** A token may be this much ahead of our clock. Seconds. */
const LEEWAY = 60;

/** Checks a request of a `JWT` route: its bearer token, or without one that it comes from this machine. */
export async function checkJwt(
  world: { readonly clock: Clock; readonly keys: IssuerKeys },
  request: HttpRequest,
  authorizer: JwtAuthorizer,
  scopes: readonly string[],
): Promise<Checked> {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    const why = notFromHere(request);
    return why === undefined ? { ok: true, identity: LOCAL_JWT } : unauthorized(`it has no token, and ${why}`);
  }
  const token = authorization.replace(/^bearer /i, '');
  const [first = '', second = '', signature, more] = token.split('.');
  if (signature === undefined || more !== undefined) return unauthorized('its token is no JWT');
  const header = head.safeParse(parsePart(first));
  const payload = claims.safeParse(parsePart(second));
  if (!header.success) return unauthorized(`the head of its token: ${z.prettifyError(header.error)}`);
  if (!payload.success) return unauthorized(`the claims of its token: ${z.prettifyError(payload.error)}`);

  const { iss, aud, client_id, exp, nbf, iat } = payload.data;
  if (iss !== authorizer.issuer) return unauthorized(`its token is from ${iss}, not from ${authorizer.issuer}`);
  const now = world.clock.now() / 1000;
  if (exp <= now) return unauthorized('its token has expired');
  if (Math.max(nbf ?? 0, iat ?? 0) > now + LEEWAY) return unauthorized('its token is not valid yet');
  const audience = aud ?? client_id ?? [];
  if (![audience].flat().some((one) => authorizer.audience.includes(one))) {
    return unauthorized(`its token is for ${audience}`);
  }
  const key = await world.keys.find(iss, header.data.kid);
  if (key === undefined) return unauthorized(`${iss} shows no key ${header.data.kid}`);
  if (!verify('RSA-SHA256', Buffer.from(`${first}.${second}`), key, Buffer.from(signature, 'base64url'))) {
    return unauthorized('the signature of its token is wrong');
  }
  const granted = [payload.data.scope?.split(' ') ?? payload.data.scp ?? []].flat();
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    return { ok: false, status: 403, why: `its token has none of the scopes ${scopes.join(', ')}` };
  }
  return { ok: true, identity: { kind: 'jwt', claims: texts(payload.data), scopes: scopes.length > 0 ? granted : [] } };
}

function parsePart(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}

/** API Gateway hands every claim over as text, and a list as `[a b]`. */
function texts(all: Readonly<Record<string, unknown>>): Record<string, string> {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, text(value)]));
}

function unauthorized(why: string): Checked {
  return { ok: false, status: 401, why };
}
