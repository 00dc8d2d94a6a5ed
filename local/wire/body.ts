import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from '../kernel/aws-error.ts';

/** The largest request of the services here: DynamoDB takes 16 MB. */
const LIMIT = 16 * 1024 * 1024;

/** The whole body, or a 413 as soon as it is longer than any service takes. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > LIMIT)
      throw new AwsError('RequestEntityTooLargeException', `the request is longer than ${LIMIT} bytes`, 413);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The body as its Content-Encoding says; the SDK compresses large PutMetricData requests. */
export async function unpacked(body: Buffer, encoding: string | undefined): Promise<Buffer> {
  if (encoding === undefined || encoding === '' || encoding === 'identity') return body;
  if (encoding !== 'gzip')
    throw new AwsError('SerializationException', `the content encoding ${encoding} is not supported`);
  try {
    return await promisify(gunzip)(body, { maxOutputLength: LIMIT });
  } catch {
    throw new AwsError('SerializationException', 'the body of the request is no gzip, or too long');
  }
}
