/** The one HTTP endpoint of the local AWS: speaks the AWS wire protocols to unmodified SDK clients and to the AWS CLI. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../kernel/aws-error.ts';
import type { Caller, Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Answering, answerRequest } from './answer-request.ts';
import { bodyOf } from './body.ts';
import { type CallLog, createCallLog, type RecordedCall } from './call-log.ts';
import { perform } from './perform.ts';
import type { RawAnswer, RawService } from './raw-service.ts';
import { operationOf, registryOf, unknownOperation, type WiredService } from './registry.ts';
import type { SignedRequest } from './signed-request.ts';
import { sts, stsModule } from './sts.ts';
import { writeError } from './write-error.ts';

export const DEFAULT_PORT = 4566;

/** Longer than clients keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE_MS = 65_000;

export interface WireOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly clock: Clock;
  readonly services: readonly WiredService[];
  readonly raw: readonly RawService[];
  /** Who signed a request; throws UnrecognizedClientException or InvalidSignatureException. */
  readonly callerOf: (request: SignedRequest) => Caller;
  /** Throws AccessDeniedException when the caller lacks one of the permissions. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void;
  readonly onCall: (call: RecordedCall) => void;
  /** Hears of defects of the emulation. */
  readonly log: (message: string) => void;
}

export interface Wire {
  readonly url: string;
  readonly calls: CallLog;
  /** Runs an operation as a service would for a role, with the same validation, IAM and log; the answer has Dates and bytes. */
  dispatch(
    service: string,
    operation: string,
    input: unknown,
    caller: Caller,
  ): Promise<Readonly<Record<string, unknown>>>;
  stop(): Promise<void>;
}

/** Opens the endpoint on 127.0.0.1. A port that is taken is an error which says what to do. */
export async function createWire(options: WireOptions): Promise<Wire> {
  const calls = createCallLog();
  const registry = registryOf([...options.services, { module: stsModule, service: sts }], options.raw);
  const onCall = (call: RecordedCall): void => {
    calls.record(call);
    options.onCall(call);
  };
  const answering: Answering = { ...options, registry, onCall };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void handle(request, response, answering, calls);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portError(error, options.port)));
    server.listen(options.port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    calls,
    async dispatch(service, operation, input, caller) {
      const entry = registry.byName.get(service);
      if (entry === undefined) throw unknownOperation(`the local AWS has no service ${service}`);
      return perform(answering, entry, operationOf(entry, operation), input, caller);
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, answering: Answering, calls: CallLog) {
  const [path = '/', query = ''] = splitOnce(request.url ?? '/', '?');
  let answer: RawAnswer;
  let tooLong = false;
  try {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const signed: SignedRequest = {
      method: request.method ?? 'GET',
      path,
      query,
      headers,
      body: await bodyOf(request),
    };
    answer = localAnswer(signed, calls) ?? (await answerRequest(answering, signed));
  } catch (error) {
    if (!(error instanceof AwsError)) {
      response.destroy();
      return;
    }
    tooLong = true;
    answer = writeError(error, 'json', undefined);
  }
  const date = new Date(answering.clock.now()).toUTCString();
  const length = { 'content-length': answer.body.length, ...(tooLong ? { connection: 'close' } : {}) };
  response.writeHead(answer.status, { 'x-amzn-requestid': randomUUID(), ...answer.headers, ...length, date });
  response.end(answer.body);
}

/** What tests and people ask of the endpoint itself. A page that another name resolves to this address gets nothing. */
function localAnswer({ method, path, query, headers }: SignedRequest, calls: CallLog): RawAnswer | undefined {
  if (!path.startsWith('/_local/')) return undefined;
  const json = (status: number, value: unknown): RawAnswer => {
    return { status, headers: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(value)) };
  };
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) return json(403, { message: 'ask 127.0.0.1' });
  if (method === 'GET' && path === '/_local/health') return json(200, { status: 'ok' });
  if (method === 'GET' && path === '/_local/calls') {
    const wanted = new URLSearchParams(query);
    const kept = calls.calls(wanted.get('service') ?? undefined, wanted.get('operation') ?? undefined);
    return json(200, { counts: calls.counts(), calls: kept });
  }
  return json(404, { message: `the endpoint has no ${method} ${path}` });
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(
    `port ${port} is taken, so the local AWS cannot listen there; stop what uses it, or set BELAY_AWS_PORT to a free port`,
  );
}
