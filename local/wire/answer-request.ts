/** One request from its bytes to the bytes of its answer. */
import { randomUUID } from 'node:crypto';
import { AwsError } from '../kernel/aws-error.ts';
import type { Caller } from '../kernel/aws-service.ts';
import { unpacked } from './body.ts';
import { Severed } from './call-door.ts';
import { decodeCbor, encodeCbor } from './cbor.ts';
import { parseJson } from './parse-json.ts';
import { forward, type Performing, perform } from './perform.ts';
import type { RawAnswer } from './raw-service.ts';
import { readQuery } from './read-query.ts';
import { type Entry, operationOf, type Registry, unknownOperation } from './registry.ts';
import { readRest, writeRest } from './rest-binding.ts';
import type { OperationModel } from './sdk-model.ts';
import type { SignedRequest } from './signed-request.ts';
import { type Form, writeError } from './write-error.ts';
import { jsonOf } from './write-json.ts';
import { element, xmlOf } from './write-xml.ts';

export interface Answering extends Performing {
  readonly registry: Registry;
  /** Who signed the request. Throws the AWS error of a wrong signature. */
  readonly callerOf: (request: SignedRequest) => Caller;
}

const CBOR_PATH = /^\/service\/([^/]+)\/operation\/([^/]+)$/;

/** Gives an answer, unless a fault severs the connection; what goes wrong is the AWS error in the form of the request. */
export async function answerRequest(answering: Answering, request: SignedRequest): Promise<RawAnswer> {
  const seen: { form: Form; entry: Entry | undefined } = { form: 'json', entry: undefined };
  try {
    const body = await unpacked(Buffer.from(request.body), request.headers['content-encoding']);
    return await answered(answering, request, body, seen);
  } catch (error) {
    if (error instanceof Severed) throw error;
    if (error instanceof AwsError) return writeError(error, seen.form, seen.entry);
    answering.log(`DEFECT of the endpoint: ${error instanceof Error ? error.stack : String(error)}`);
    const failure = new AwsError('InternalFailure', 'the local AWS failed; its log says why', 500);
    return writeError(failure, seen.form, seen.entry);
  }
}

async function answered(
  answering: Answering,
  request: SignedRequest,
  body: Buffer,
  seen: { form: Form; entry: Entry | undefined },
): Promise<RawAnswer> {
  const { registry, callerOf } = answering;
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const [service, name] = splitTarget(target);
    const raw = registry.rawByTarget.get(service);
    if (raw !== undefined) {
      const caller = callerOf(request);
      return forward(answering, raw, target, body, parseJson(body), caller);
    }
    seen.entry = registry.byTarget.get(service);
    if (seen.entry === undefined) throw unknownOperation(`the local AWS has no service for ${target}`);
    const caller = callerOf(request);
    const operation = operationOf(seen.entry, name);
    const answer = await perform(answering, seen.entry, operation, parseJson(body), caller);
    return jsonAnswer(seen.entry, operation, answer);
  }

  const cbor = CBOR_PATH.exec(request.path);
  if (cbor !== null) {
    const [, service = '', name = ''] = cbor;
    seen.form = 'cbor';
    seen.entry = registry.byTarget.get(service);
    if (seen.entry === undefined) throw unknownOperation(`the local AWS has no service for ${service}`);
    const caller = callerOf(request);
    const answer = await perform(answering, seen.entry, operationOf(seen.entry, name), decodeCbor(body), caller);
    const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
    return { status: 200, headers, body: encodeCbor(answer) };
  }

  if (request.path === '/') {
    seen.form = 'query';
    const form = new URLSearchParams(request.method === 'GET' ? request.query : body.toString());
    const name = form.get('Action');
    if (name === null) throw unknownOperation('the request names no operation: neither X-Amz-Target nor Action');
    const raw = registry.rawByTarget.get(form.get('Version') ?? '');
    if (raw !== undefined) {
      seen.form = 'ec2';
      return forward(answering, raw, name, body, Object.fromEntries(form), callerOf(request));
    }
    seen.entry = registry.byVersion.get(form.get('Version') ?? '');
    if (seen.entry === undefined) {
      throw unknownOperation(`Could not find operation ${name} for version ${form.get('Version')}`);
    }
    const caller = callerOf(request);
    const operation = operationOf(seen.entry, name);
    const answer = await perform(answering, seen.entry, operation, readQuery(operation.input, form), caller);
    return xmlAnswer(seen.entry, operation, answer);
  }

  seen.form = 'rest';
  const route = registry.findRoute(request.method, request.path, new URLSearchParams(request.query));
  if (route === undefined) throw unknownOperation(`no operation answers ${request.method} ${request.path}`, 404);
  seen.entry = route.target;
  const caller = callerOf(request);
  const parsed = readRest(route.operation, route.labels, request, body);
  return writeRest(route.operation, await perform(answering, route.target, route.operation, parsed, caller));
}

function splitTarget(target: string): [service: string, operation: string] {
  const dot = target.lastIndexOf('.');
  return [target.slice(0, Math.max(0, dot)), target.slice(dot + 1)];
}

function jsonAnswer(entry: Entry, operation: OperationModel, answer: Readonly<Record<string, unknown>>): RawAnswer {
  const empty = operation.output.name === 'Unit';
  const headers = { 'content-type': `application/x-amz-json-${entry.dialect.jsonVersion}` };
  return { status: 200, headers, body: Buffer.from(empty ? '' : JSON.stringify(jsonOf(answer))) };
}

function xmlAnswer(entry: Entry, operation: OperationModel, answer: Readonly<Record<string, unknown>>): RawAnswer {
  const result = element(`${operation.name}Result`, xmlOf(operation.output, answer));
  const metadata = element('ResponseMetadata', element('RequestId', randomUUID()));
  const name = `${operation.name}Response`;
  const xml = `<${name} xmlns="${entry.dialect.query?.namespace ?? ''}">${result}${metadata}</${name}>`;
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}
