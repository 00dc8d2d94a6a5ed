import { AwsError } from '../kernel/aws-error.ts';

/** Bytes of a request, by how it is invoked. */
const LIMITS = { RequestResponse: 6_291_456, Event: 1_048_576 } as const;

/** Throws `RequestTooLargeException` for a payload (JSON text) over Lambda's limit. */
export function checkPayload(type: keyof typeof LIMITS, payload: string): void {
  const size = Buffer.byteLength(payload);
  if (size <= LIMITS[type]) return;
  throw new AwsError(
    'RequestTooLargeException',
    `${size} byte payload is too large for the ${type} invocation type (limit ${LIMITS[type]} bytes)`,
    413,
  );
}
