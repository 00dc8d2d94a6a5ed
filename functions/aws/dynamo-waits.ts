import type { Wait } from '../../core/domain/deployment.ts';
import type { Waits } from '../../core/ports.ts';
import { asRecord } from './document-client.ts';
import type { Documents } from './documents.ts';

/** Longer than any wait may last; DynamoDB then forgets it by itself, which costs nothing. */
const KEPT_SECONDS = 60 * 24 * 60 * 60;

/** What the machines wait for: an item beside the record of each deployment. Tokens are long, and the head is written often: they lie apart. */
export function dynamoWaits(documents: Documents, table: string): Waits {
  const keyOf = (deployment: string) => ({ pk: `deployment#${deployment}`, sk: 'wait' });
  return {
    async store(wait) {
      const expiresAt = Math.floor(Date.parse(wait.dueAt) / 1000) + KEPT_SECONDS;
      const item = { ...keyOf(wait.deployment), ...wait, token: packed(wait.token), expiresAt };
      await documents.put({ TableName: table, Item: item });
    },

    async get(deployment) {
      const { Item } = await documents.get({ TableName: table, Key: keyOf(deployment), ConsistentRead: true });
      return Item && asWait(Item);
    },
  };
}

/** A wait, as its item keeps it. */
export function asWait({ expiresAt: _, token, ...item }: Readonly<Record<string, unknown>>): Wait {
  return asRecord<Wait>({ ...item, token: unpacked(token) });
}

/** Tokens are base64, mostly. The bytes behind it are a quarter less, so that a wait takes one write unit and not two. */
function packed(token: string): string | Uint8Array {
  const bytes = Buffer.from(token, 'base64');
  return bytes.toString('base64') === token ? new Uint8Array(bytes) : token;
}

function unpacked(token: unknown): unknown {
  return token instanceof Uint8Array ? Buffer.from(token).toString('base64') : token;
}
