/** The one HTTP endpoint of the local AWS: speaks the AWS wire protocols to unmodified SDK clients and to the AWS CLI. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError } from '../kernel/aws-error.ts';
import type { Caller, Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { type Answering, answerRequest } from './answer-request.ts';
import { bodyOf } from './body.ts';
import type { CallDoor } from './call-door.ts';
import { type CallLog, createCallLog, type RecordedCall } from './call-log.ts';
import { callsPage, health, type LocalPage, localAnswer } from './local-answer.ts';
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
  /** Where faults strike the calls of a request with this trace header; `undefined` while none are set. */
  readonly doorOf?: (trace: string | undefined) => CallDoor | undefined;
  /** What else the endpoint tells of itself, by path. */
  readonly pages?: Readonly<Record<string, LocalPage>>;
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
  const pages = { '/_local/health': health, '/_local/calls': callsPage(calls), ...options.pages };
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void handle(request, response, answering, pages, options.doorOf);
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

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answering: Answering,
  pages: Readonly<Record<string, LocalPage>>,
  doorOf: WireOptions['doorOf'],
) {
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
    const door = doorOf?.(headers['x-amzn-trace-id']);
    answer =
      localAnswer(signed, pages) ??
      (await answerRequest(door === undefined ? answering : { ...answering, door }, signed));
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
