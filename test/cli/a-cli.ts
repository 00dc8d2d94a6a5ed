import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { run } from '../../cli/run.ts';

/** What a command line came to. */
export interface Ran {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout holds, parsed; `undefined` where it is not exactly one JSON document. */
  readonly json: unknown;
}

/** Runs the command in this process, against an API. */
export async function belay(api: string, ...words: readonly string[]): Promise<Ran> {
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await run(['--api', api, ...words], {
    out: (text) => void out.push(text),
    err: (line) => void err.push(line),
  });
  const stdout = out.join('\n');
  return { exitCode, stdout, stderr: err.join('\n'), json: parsed(stdout) };
}

/** Something that listens where Belay should, and answers every request so. */
export async function answering(status: number, body: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What a command sent, and the API that it sent it to. */
export interface Recorder {
  readonly api: string;
  /** What was asked to be done, oldest first: the method with the path, and the body. */
  readonly sent: readonly (readonly [string, unknown])[];
}

/** An API with one service, staging/web, that answers each POST by its path. */
export async function recording(answers: Readonly<Record<string, unknown>> = {}): Promise<Recorder> {
  const sent: [string, unknown][] = [];
  const fleet = { items: [{ service: 'staging/web', environment: 'staging' }] };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [path = ''] = (request.url ?? '').split('?');
    if (request.method !== 'GET')
      sent.push([`${request.method} ${request.url}`, parsed(Buffer.concat(chunks).toString('utf8'))]);
    response.end(JSON.stringify(request.method === 'GET' ? fleet : (answers[path] ?? {})));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
