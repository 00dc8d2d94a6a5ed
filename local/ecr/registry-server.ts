import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveBlob } from './blob-requests.ts';
import { answer, checkName, type Exchange, refuse, type Stores } from './exchange.ts';
import { listReferrers, listRepositories, listTags } from './list-requests.ts';
import { deleteManifest, putManifest, serveManifest } from './manifest-requests.ts';
import { asRegistryError } from './registry-error.ts';
import { appendChunk, beginUpload, cancelUpload, finishUpload, showUpload, uploadHeaders } from './upload-requests.ts';

type Handler = (exchange: Exchange) => Promise<void>;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Handler>>;
}

const ROUTES: readonly Route[] = [
  { path: /^\/v2\/?$/, methods: { GET: hello, HEAD: hello } },
  { path: /^\/v2\/_catalog$/, methods: { GET: listRepositories } },
  { path: /^\/v2\/(?<name>.+)\/blobs\/uploads\/?$/, methods: { POST: beginUpload } },
  {
    path: /^\/v2\/(?<name>.+)\/blobs\/uploads\/(?<reference>[^/]+)$/,
    methods: { GET: showUpload, PATCH: appendChunk, PUT: finishUpload, DELETE: cancelUpload },
  },
  { path: /^\/v2\/(?<name>.+)\/blobs\/(?<reference>[^/]+)$/, methods: { GET: serveBlob, HEAD: serveBlob } },
  {
    path: /^\/v2\/(?<name>.+)\/manifests\/(?<reference>[^/]+)$/,
    methods: { GET: serveManifest, HEAD: serveManifest, PUT: putManifest, DELETE: deleteManifest },
  },
  { path: /^\/v2\/(?<name>.+)\/tags\/list$/, methods: { GET: listTags } },
  { path: /^\/v2\/(?<name>.+)\/referrers\/(?<reference>[^/]+)$/, methods: { GET: listReferrers } },
];

/** The OCI distribution protocol (v1.1) over HTTP, on loopback. A login is accepted and not asked for. */
export async function listenForPushes(stores: Stores, port: number): Promise<Server> {
  const server = createServer((request, response) => void serve(stores, request, response));
  // A push of a large layer may take longer than Node's five minutes for a request.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explained(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(stores: Stores, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('Docker-Distribution-API-Version', 'registry/2.0');
  let exchange: Exchange | undefined;
  try {
    const url = new URL(request.url ?? '/', 'http://registry');
    const { methods, name, reference } = routeOf(decoded(url.pathname));
    // A body that is refused half-way must not end the connection, or the refusal would be lost with it.
    const body: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    exchange = { stores, request, response, body, query: url.searchParams, name, reference };
    const method = request.method ?? '';
    const handler = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (name !== '') checkName(name);
    if (handler === undefined) return refuse('UNSUPPORTED', `${method} is not supported on ${url.pathname}`);
    await handler(exchange);
  } catch (error) {
    fail(exchange, response, error);
  }
}

function routeOf(path: string): { methods: Route['methods']; name: string; reference: string } {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match === null) continue;
    return { methods: route.methods, name: match.groups?.name ?? '', reference: match.groups?.reference ?? '' };
  }
  return refuse('NAME_UNKNOWN', `the registry protocol has no ${path}`);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return refuse('NAME_INVALID', `${path} is not a path`);
  }
}

async function hello({ response }: Exchange): Promise<void> {
  answer(response, 200, { 'Content-Type': 'application/json' });
}

function fail(exchange: Exchange | undefined, response: ServerResponse, error: unknown): void {
  const { code, message, status } = asRegistryError(error);
  if (response.headersSent) return void response.destroy();
  const where = status === 416 && exchange !== undefined ? uploadHeaders(exchange) : {};
  const body = JSON.stringify({ errors: [{ code, message }] });
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    ...where,
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

function explained(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code !== 'EADDRINUSE') return error;
  return new Error(`port ${port} of the image registry is taken. Set BELAY_REGISTRY_PORT to a free one.`);
}
