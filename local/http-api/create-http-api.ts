import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../kernel/clock.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Provisioner } from '../template/provisioner.ts';
import type { Api } from './api-model.ts';
import type { IamWorld } from './check-iam.ts';
import { Gateway } from './gateway.ts';
import { readRequest } from './http-request.ts';
import { getJson, issuerKeys } from './issuer-keys.ts';
import { gatewayAnswer, type HttpAnswer } from './lambda-answer.ts';
import { httpApiProvisioners } from './provisioners.ts';

/** API Gateway takes no more bytes of headers. */
const LARGEST_HEADERS = 10_240;

/** What the HTTP API needs from the other parts of the local AWS. */
export interface HttpApiWorld extends IamWorld {
  readonly clock: Clock;
  /** 4000 unless the person says otherwise; 0 takes any free port. */
  readonly port: number;
  readonly lambdas: Lambdas;
  mayInvoke(functionArn: string, principal: string, sourceArn: string): boolean;
  /** One line of a stage's access log. */
  onAccess(destinationArn: string, line: string): void;
  /** Why a request was refused or failed. */
  onProblem(message: string): void;
}

export interface HttpApi {
  readonly provisioners: Record<string, Provisioner>;
  /** Listens on 127.0.0.1; gives the port. Throws when the port is taken. Call it when the template is there. */
  start(): Promise<number>;
  stop(): Promise<void>;
}

export function createHttpApi(world: HttpApiWorld): HttpApi {
  const apis = new Map<string, Api>();
  const gateway = new Gateway(
    {
      clock: world.clock,
      lambdas: world.lambdas,
      keys: issuerKeys(world.clock, getJson, (message) => world.onProblem(message)),
      secretOf: (accessKeyId) => world.secretOf(accessKeyId),
      authorize: (userArn, permissions) => world.authorize(userArn, permissions),
      mayInvoke: (functionArn, principal, sourceArn) => world.mayInvoke(functionArn, principal, sourceArn),
      onAccess: (destinationArn, line) => world.onAccess(destinationArn, line),
      onProblem: (message) => world.onProblem(message),
    },
    apis,
  );
  const server = createServer({ maxHeaderSize: LARGEST_HEADERS }, async (incoming, response) => {
    try {
      const request = await readRequest(incoming);
      const answer =
        request === undefined ? gatewayAnswer(413, 'Request Entity Too Large') : await gateway.answer(request);
      write(response, answer);
    } catch (error) {
      world.onProblem(`${incoming.method} ${incoming.url}: ${error instanceof Error ? error.message : String(error)}`);
      if (!response.headersSent) write(response, gatewayAnswer(500, 'Internal Server Error'));
      else response.destroy();
    }
  });

  return {
    provisioners: httpApiProvisioners(apis, `http://127.0.0.1:${world.port}`),
    start: () => listen(server, world.port),
    async stop() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function write(response: ServerResponse, answer: HttpAnswer): void {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  if (answer.status !== 204 && answer.status !== 304) response.setHeader('content-length', answer.body.length);
  response.end(answer.body);
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} is taken. Stop what listens there, or set BELAY_API_PORT to a free port.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken) : error);
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
