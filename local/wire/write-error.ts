/** An AwsError in the words and the place that a service's protocol has for it. */
import { randomUUID } from 'node:crypto';
import type { AwsError } from '../kernel/aws-error.ts';
import { encodeCbor } from './cbor.ts';
import type { RawAnswer } from './raw-service.ts';
import type { Entry } from './registry.ts';
import { element, escaped } from './write-xml.ts';

/** How the request was written, and so the answer: a service may be reached in more than one way. */
export type Form = 'json' | 'query' | 'ec2' | 'rest' | 'cbor';

/** The errors that every service has, as Query services name them; there they are 403. */
const QUERY_NAMES: Readonly<Record<string, string>> = {
  AccessDeniedException: 'AccessDenied',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  MissingAuthenticationTokenException: 'MissingAuthenticationToken',
  SerializationException: 'MalformedInput',
  UnknownOperationException: 'InvalidAction',
  UnrecognizedClientException: 'InvalidClientTokenId',
};
const REFUSED = new Set([
  'AccessDeniedException',
  'InvalidSignatureException',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);

export function writeError(error: AwsError, form: Form, entry: Entry | undefined): RawAnswer {
  const model = entry?.model.errors.get(error.name);
  const code = model?.name ?? error.name;
  const modelled = error.status === 400 ? (model?.status ?? 400) : error.status;
  const status = REFUSED.has(code) && (form === 'query' || form === 'ec2' || form === 'rest') ? 403 : modelled;
  if (form === 'query') {
    const name = model?.queryCode ?? QUERY_NAMES[code] ?? code;
    const detail =
      element('Type', status < 500 ? 'Sender' : 'Receiver') +
      element('Code', escaped(name)) +
      element('Message', escaped(error.message));
    const xml = `<ErrorResponse xmlns="${entry?.dialect.query?.namespace ?? ''}">${element('Error', detail)}${element('RequestId', randomUUID())}</ErrorResponse>`;
    return { status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
  }
  if (form === 'ec2') {
    const name = code === 'AccessDeniedException' ? 'UnauthorizedOperation' : code;
    const detail = element('Code', escaped(name)) + element('Message', escaped(error.message));
    const xml = `<Response>${element('Errors', element('Error', detail))}${element('RequestID', randomUUID())}</Response>`;
    return { status, headers: { 'content-type': 'text/xml;charset=UTF-8' }, body: Buffer.from(xml) };
  }
  const fields = { __type: code, [model?.messageMember ?? 'message']: error.message };
  const headers: Record<string, string> = { 'x-amzn-errortype': code };
  if (model?.queryCode !== undefined)
    headers['x-amzn-query-error'] = `${model.queryCode};${status < 500 ? 'Sender' : 'Receiver'}`;
  if (form === 'cbor') {
    return {
      status,
      headers: { ...headers, 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body: encodeCbor(fields),
    };
  }
  const type = form === 'rest' ? 'application/json' : `application/x-amz-json-${entry?.dialect.jsonVersion ?? '1.1'}`;
  return { status, headers: { ...headers, 'content-type': type }, body: Buffer.from(JSON.stringify(fields)) };
}
