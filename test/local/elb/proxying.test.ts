import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { aBlueGreen, aProcess, send, until } from './an-elb.ts';

test('a request reaches the target with its body, and the headers that a load balancer adds', async () => {
  const { elb, blue, url, port } = await aBlueGreen();
  const process = await aProcess('blue');
  elb.register(blue, process.target);
  const answer = await send(`${url}/a?b=c`, {
    method: 'POST',
    headers: { 'X-Own': 'yes', 'X-Forwarded-For': '10.0.0.1', 'Keep-Alive': 'x' },
    body: 'hello',
  });
  expect(answer).toMatchObject({ status: 200, body: 'blue', headers: { 'x-version': 'blue' } });
  expect(process.seen).toMatchObject([
    {
      method: 'POST',
      url: '/a?b=c',
      body: 'hello',
      headers: {
        host: `127.0.0.1:${port}`,
        'x-own': 'yes',
        'x-forwarded-for': '10.0.0.1, 127.0.0.1',
        'x-forwarded-proto': 'http',
        'x-forwarded-port': String(port),
      },
    },
  ]);
  expect(process.seen[0]?.headers['x-amzn-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  expect(process.seen[0]?.headers['keep-alive']).toBeUndefined();
});

test('bodies are streamed: the answer begins before it ends', async () => {
  const { elb, blue, url } = await aBlueGreen();
  let finish: () => void = () => undefined;
  const process = await aProcess('blue', (_, response) => {
    response.write('first ');
    finish = () => response.end('last');
  });
  elb.register(blue, process.target);
  const response = await fetch(url);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first ');
  finish();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last');
});

test('without a target the load balancer answers 503', async () => {
  const { url } = await aBlueGreen();
  expect(await send(url)).toMatchObject({
    status: 503,
    headers: { server: 'awselb/2.0' },
    body: expect.stringContaining('503 Service Unavailable'),
  });
});

test('a target that is gone or breaks off is a 502', async () => {
  const { elb, blue, url } = await aBlueGreen();
  const process = await aProcess('blue', (request) => void request.socket.destroy());
  elb.register(blue, process.target);
  expect(await send(url)).toMatchObject({ status: 502, headers: { server: 'awselb/2.0' } });
  await process.stop();
  expect(await send(url)).toMatchObject({ status: 502 });
});

test('a target that stays silent longer than the idle timeout is a 504', async () => {
  const { elb, blue, url, provision } = await aBlueGreen();
  await provision('LoadBalancer', 'Balancer', {
    LoadBalancerAttributes: [{ Key: 'idle_timeout.timeout_seconds', Value: '1' }],
  });
  const process = await aProcess('blue', () => undefined);
  elb.register(blue, process.target);
  expect(await send(url)).toMatchObject({ status: 504 });
});

test('a fixed response and a redirect need no target', async () => {
  const { provision, listener, url, port } = await aBlueGreen();
  const path = (value: string) => [{ Field: 'path-pattern', Values: [value] }];
  const fixed = {
    Type: 'fixed-response',
    FixedResponseConfig: { StatusCode: 200, ContentType: 'application/json', MessageBody: '{}' },
  };
  const redirect = { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_302', Path: '/new/#{path}' } };
  await provision('ListenerRule', 'Fixed', {
    ListenerArn: listener,
    Priority: 1,
    Conditions: path('/fixed'),
    Actions: [fixed],
  });
  await provision('ListenerRule', 'Moved', {
    ListenerArn: listener,
    Priority: 2,
    Conditions: path('/old'),
    Actions: [redirect],
  });
  expect(await send(`${url}/fixed`)).toMatchObject({
    status: 200,
    body: '{}',
    headers: { 'content-type': 'application/json' },
  });
  expect(await send(`${url}/old?a=b`)).toMatchObject({
    status: 302,
    headers: { location: `http://127.0.0.1:${port}/new/old?a=b` },
  });
});

test('rules are tried by priority, and the default actions come last', async () => {
  const { provision, listener, url, ruleProperties } = await aBlueGreen();
  await provision('ListenerRule', 'Rule', {
    ...ruleProperties,
    Conditions: [{ Field: 'path-pattern', Values: ['/app/*'] }],
  });
  const text = (MessageBody: string) => [
    { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '200', MessageBody } },
  ];
  await provision('ListenerRule', 'Late', {
    ListenerArn: listener,
    Priority: 20,
    Conditions: [{ Field: 'path-pattern', Values: ['/app/*'] }],
    Actions: text('late'),
  });
  await provision('ListenerRule', 'Early', {
    ListenerArn: listener,
    Priority: 2,
    Conditions: [{ Field: 'path-pattern', Values: ['/app/a'] }],
    Actions: text('early'),
  });
  expect((await send(`${url}/app/a`)).body).toBe('early');
  expect((await send(`${url}/app/b`)).status).toBe(503);
  expect((await send(`${url}/`)).body).toBe('nothing here');
});

test('an upgraded connection carries bytes both ways, and is cut when its target is drained', async () => {
  const { elb, blue, port } = await aBlueGreen({ delay: 1 });
  const process = await aProcess('blue', undefined, (request, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${request.headers.upgrade}\r\n\r\n`,
    );
    socket.on('data', (chunk) => socket.write(`echo ${chunk}`));
    socket.on('end', () => socket.end());
    socket.on('error', () => undefined);
  });
  elb.register(blue, process.target);
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let closed = false;
  socket.on('data', (chunk) => {
    text += String(chunk);
  });
  socket.on('close', () => {
    closed = true;
  });
  socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await until(() => text.includes('101 Switching Protocols'));
  socket.write('hi');
  await until(() => text.endsWith('echo hi'));
  await elb.deregister(blue, process.target);
  await until(() => closed);
});

test('a client that leaves does not keep its target busy', async () => {
  const { elb, blue, url, port } = await aBlueGreen();
  let arrived = false;
  const process = await aProcess('blue', () => {
    arrived = true;
  });
  elb.register(blue, process.target);
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => arrived);
  socket.destroy();
  await elb.deregister(blue, process.target);
  expect((await send(url)).status).toBe(503);
});
