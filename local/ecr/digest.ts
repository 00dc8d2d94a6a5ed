import { createHash } from 'node:crypto';

/** A content digest as the registry takes it. ECR knows SHA-256 alone. */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;

export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/** `sha256:<hex>` of these bytes. */
export function digestOf(bytes: Uint8Array | string): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** The part after `sha256:`, which serves as a file name. */
export function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
