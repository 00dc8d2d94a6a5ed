/** Keys that the local AWS gives to roles: made from a secret of this process, so none has to be stored. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Session {
  readonly roleName: string;
  readonly sessionName: string;
}

export interface KeyRing {
  /** The same keys for the same session, as long as the process lives. */
  issue(session: Session): Credentials;
  /** The session of a key that was issued here. */
  find(accessKeyId: string): { readonly session: Session; readonly credentials: Credentials } | undefined;
}

/** What every key of a role begins with; a key of this kind that nobody knows is left over from an earlier run. */
export const ROLE_KEY = 'ASIABELAY';

export function createKeyRing(): KeyRing {
  const secret = randomBytes(32);
  const issued = new Map<string, { session: Session; credentials: Credentials }>();
  return {
    issue(session) {
      const name = `${session.roleName}/${session.sessionName}`;
      const derive = (purpose: string): string =>
        createHmac('sha256', secret).update(`${purpose}:${name}`).digest('base64');
      const id = createHash('sha256')
        .update(`${secret.toString('hex')}:${name}`)
        .digest('hex')
        .slice(0, 11)
        .toUpperCase();
      const credentials = {
        accessKeyId: `${ROLE_KEY}${id}`,
        secretAccessKey: derive('secret').slice(0, 40),
        sessionToken: derive('token'),
      };
      issued.set(credentials.accessKeyId, { session, credentials });
      return credentials;
    },
    find: (accessKeyId) => issued.get(accessKeyId),
  };
}
