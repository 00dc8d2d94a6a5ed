/** What the load balancer answers by itself. */
import { type ServerResponse, STATUS_CODES } from 'node:http';

/** An error page as an Application Load Balancer writes it. */
export function answerError(response: ServerResponse, status: 502 | 503 | 504): void {
  answer(response, status, { 'Content-Type': 'text/html' }, errorPage(status));
}

/** Any answer that no target gave. */
export function answer(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string,
): void {
  response.writeHead(status, { Server: 'awselb/2.0', ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}

export function errorPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? ''}`.trim();
  return [
    '<html>',
    `<head><title>${title}</title></head>`,
    '<body>',
    `<center><h1>${title}</h1></center>`,
    '</body>',
    '</html>',
    '',
  ].join('\r\n');
}
