import { createServer, type IncomingHttpHeaders } from 'node:http';
import { onTestFinished } from 'vitest';
import { httpProbe } from '../../functions/aws/http-probe.ts';
import { FakeProbe } from '../fakes/fake-probe.ts';
import { type ProbeBench, probeContract } from './probe.ts';
import { Witness } from './witness.ts';

const witness = new Witness('probe');

probeContract('that are played', async () => {
  const probe = new FakeProbe();
  return {
    ...witness.fakes({ probe }),
    url: 'http://web.example',
    says: (path, answer) =>
      void probe.answers.set(path, answer === 'nothing' ? { failed: 'no answer within 0.05 s' } : bare(answer)),
    seen: () => probe.asked.at(-1)?.headers ?? {},
  };
});

probeContract('over HTTP', async () => {
  const answers = new Map<string, Parameters<ProbeBench['says']>[1]>();
  let seen: IncomingHttpHeaders = {};
  const server = createServer(({ url = '', headers }, response) => {
    seen = headers;
    const answer = answers.get(url);
    if (answer === undefined || answer === 'nothing') return;
    const { status, body, location } = answer;
    response.writeHead(status, location === undefined ? {} : { location }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    ...witness.adapters({ probe: httpProbe }),
    url: `http://127.0.0.1:${port}`,
    says: (path, answer) => void answers.set(path, answer),
    seen: () => seen,
  };
});

witness.testifies();

function bare({ status, body }: { readonly status: number; readonly body: string }) {
  return { status, body };
}
