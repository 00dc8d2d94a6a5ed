import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';

/** The public keys of token issuers. */
export interface IssuerKeys {
  /** `undefined`: the issuer has no such RSA key, or cannot be reached. */
  find(issuer: string, keyId: string): Promise<KeyObject | undefined>;
}

/** API Gateway keeps keys for up to two hours. */
const KEPT = 2 * 3_600_000;

/** An unknown key id may be a new one, but not for every request that invents one. */
const SOONEST_LOOK = 60_000;

const discovery = z.looseObject({ jwks_uri: z.url() });
const keySet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });

interface Known {
  readonly at: number;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

/** Keys from `<issuer>/.well-known/openid-configuration` and the JWKS that it names. */
export function issuerKeys(
  clock: Clock,
  getJson: (url: string) => Promise<unknown>,
  onProblem: (message: string) => void,
): IssuerKeys {
  const known = new Map<string, Known>();
  const look = async (issuer: string): Promise<Known | undefined> => {
    try {
      const place = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
      const { jwks_uri } = discovery.parse(await getJson(place));
      const found = { at: clock.now(), keys: rsaKeys(keySet.parse(await getJson(jwks_uri)).keys) };
      known.set(issuer, found);
      return found;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      onProblem(`the keys of the token issuer ${issuer} cannot be read: ${why}`);
      return undefined;
    }
  };
  return {
    async find(issuer, keyId) {
      let kept = known.get(issuer);
      if (kept === undefined || clock.now() - kept.at > KEPT) kept = await look(issuer);
      else if (!kept.keys.has(keyId) && clock.now() - kept.at > SOONEST_LOOK) kept = await look(issuer);
      return kept?.keys.get(keyId);
    },
  };
}

function rsaKeys(keys: z.infer<typeof keySet>['keys']): ReadonlyMap<string, KeyObject> {
  const usable = keys.filter(({ kty, kid }) => kty === 'RSA' && kid !== undefined);
  return new Map(usable.map((key) => [key.kid ?? '', createPublicKey({ key, format: 'jwk' })]));
}

/** Fetches JSON, in five seconds of real time at most. */
export async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return await response.json();
}
