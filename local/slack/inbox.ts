import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as Slack would show it. */
export interface SlackMessage {
  /** Milliseconds of real time since 1970. */
  readonly at: number;
  readonly text: string;
}

/** A stand-in for Slack's incoming webhooks: takes messages as Slack does, and keeps them for whoever wants to look. */
export interface SlackInbox {
  readonly url: string;
  readonly messages: readonly SlackMessage[];
  /** Called for every message that comes. */
  onMessage: (message: SlackMessage) => void;
  stop(): Promise<void>;
}

const LARGEST = 40_000;
const KEPT = 1000;

export async function openSlackInbox(): Promise<SlackInbox> {
  const messages: SlackMessage[] = [];
  const server = createServer(async (request, response) => {
    const text = textOf(await bodyOf(request));
    if (request.method !== 'POST' || text === undefined) return void response.writeHead(400).end('invalid_payload');
    const message = { at: Date.now(), text };
    messages.push(message);
    if (messages.length > KEPT) messages.shift();
    inbox.onMessage(message);
    response.writeHead(200).end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const inbox: SlackInbox = {
    url: `http://127.0.0.1:${port}/services/local`,
    messages,
    onMessage: () => {},
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return inbox;
}

async function bodyOf(request: AsyncIterable<Buffer>): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk.toString();
    if (body.length > LARGEST) return '';
  }
  return body;
}

function textOf(body: string): string | undefined {
  try {
    const message: unknown = JSON.parse(body);
    return typeof message === 'object' && message !== null && 'text' in message && typeof message.text === 'string'
      ? message.text
      : undefined;
  } catch {
    return undefined;
  }
}
