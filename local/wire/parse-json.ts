import { AwsError } from '../kernel/aws-error.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as JSON; nothing at all is the empty object, as AWS takes it. Else a SerializationException. */
export function parseJson(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new AwsError('SerializationException', 'the body of the request is no JSON');
  }
}
