/** Where the members of a REST-JSON request and answer travel: path, query string, headers, status, body. */
import { AwsError } from '../kernel/aws-error.ts';
import { parseJson } from './parse-json.ts';
import { scalarOf } from './scalar.ts';
import type { Member, OperationModel } from './sdk-model.ts';
import type { SignedRequest } from './signed-request.ts';
import { jsonOf } from './write-json.ts';

/** The request as the values that the input's model describes. */
export function readRest(
  operation: OperationModel,
  labels: Readonly<Record<string, string>>,
  request: SignedRequest,
  body: Uint8Array,
): unknown {
  const query = new URLSearchParams(request.query);
  const bound: [string, unknown][] = [];
  let inBody = true;
  for (const member of operation.input.members.values()) {
    const { label, query: name, header, payload } = member.traits;
    if (label && labels[member.name] !== undefined)
      bound.push([member.name, textOf(member, [labels[member.name] ?? ''])]);
    if (name !== undefined && query.has(name)) bound.push([member.name, textOf(member, query.getAll(name))]);
    const sent = header === undefined ? undefined : request.headers[header.toLowerCase()];
    if (sent !== undefined) bound.push([member.name, textOf(member, [sent])]);
    if (payload) inBody = false;
    if (payload && body.length > 0) bound.push([member.name, member.shape().kind === 'blob' ? body : parseJson(body)]);
  }
  const json = inBody ? parseJson(body) : {};
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new AwsError('SerializationException', 'the body of the request is no JSON object');
  }
  return { ...json, ...Object.fromEntries(bound) };
}

export interface RestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** A checked answer, spread over status, headers and body. */
export function writeRest(operation: OperationModel, answer: Readonly<Record<string, unknown>>): RestAnswer {
  let status = operation.http?.[2] ?? 200;
  let payload: Uint8Array | undefined;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  const json: [string, unknown][] = [];
  for (const member of operation.output.members.values()) {
    const value = answer[member.name];
    const { header, status: isStatus, payload: isPayload } = member.traits;
    if (isPayload)
      payload =
        value instanceof Uint8Array ? value : Buffer.from(value === undefined ? '' : JSON.stringify(jsonOf(value)));
    else if (value === undefined) continue;
    else if (isStatus) status = Number(value);
    else if (header !== undefined) headers[header] = String(jsonOf(value));
    else json.push([member.name, jsonOf(value)]);
  }
  if (status === 204) return { status, headers: {}, body: new Uint8Array() };
  return { status, headers, body: payload ?? Buffer.from(JSON.stringify(Object.fromEntries(json))) };
}

function textOf(member: Member, texts: readonly string[]): unknown {
  const shape = member.shape();
  if (shape.kind === 'list') return texts;
  const [text = ''] = texts;
  return shape.kind === 'map' || shape.kind === 'structure' ? text : scalarOf(shape.kind, text);
}
