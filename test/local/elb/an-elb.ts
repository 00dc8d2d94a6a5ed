import {
  Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Samples } from '../../../local/cloudwatch/put-metric.ts';
import type { Target } from '../../../local/ecs/ports.ts';
import { createElb } from '../../../local/elb/create-elb.ts';
import type { Clock } from '../../../local/kernel/clock.ts';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { type StateFiles, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import type { Provisioned } from '../../../local/template/provisioner.ts';

export interface Put {
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number | Samples;
}

/** A load balancer, started, on a clock that runs a minute a second. */
export async function anElb(given: { clock?: Clock; files?: StateFiles } = {}) {
  const clock = given.clock ?? new ScaledClock(60);
  const files = given.files ?? stateFilesInMemory();
  const puts: Put[] = [];
  const lines: string[] = [];
  const putMetric = (_: string, name: string, dimensions: Put['dimensions'], value: Put['value']) =>
    void puts.push({ name, dimensions, value });
  const elb = createElb({ clock, files, putMetric, log: (line) => lines.push(line) });
  await elb.start();
  onTestFinished(() => elb.stop());
  const provision = async (type: string, logicalId: string, properties: object): Promise<Provisioned> => {
    const provisioner = elb.provisioners[`AWS::ElasticLoadBalancingV2::${type}`];
    if (provisioner === undefined) throw new Error(`nobody makes a ${type}`);
    return provisioner.provision(
      { ...properties },
      { stack: 'Stack', logicalId, metadata: {}, directory: '/', previous: undefined },
    );
  };
  return { clock, files, puts, lines, elb, provision };
}

/** Two target groups, blue and green, behind one rule for everything. */
export async function aBlueGreen(given: { clock?: Clock; files?: StateFiles; delay?: number; port?: number } = {}) {
  const world = await anElb(given);
  const { provision } = world;
  const port = given.port ?? (await freePort());
  const group = (name: string) => provision('TargetGroup', name, aTargetGroup(given.delay));
  const [blue, green] = [(await group('Blue')).ref, (await group('Green')).ref];
  const loadBalancer = await provision('LoadBalancer', 'Balancer', { Subnets: ['subnet-1'] });
  const DefaultActions = [
    { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404', MessageBody: 'nothing here' } },
  ];
  const listener = (
    await provision('Listener', 'Listener', {
      LoadBalancerArn: loadBalancer.ref,
      Port: port,
      Protocol: 'HTTP',
      DefaultActions,
    })
  ).ref;
  const TargetGroups = [
    { TargetGroupArn: blue, Weight: 1 },
    { TargetGroupArn: green, Weight: 0 },
  ];
  const ruleProperties = {
    ListenerArn: listener,
    Priority: 10,
    Conditions: [{ Field: 'path-pattern', PathPatternConfig: { Values: ['/*'] } }],
    Actions: [{ Type: 'forward', ForwardConfig: { TargetGroups } }],
  };
  const rule = (await provision('ListenerRule', 'Rule', ruleProperties)).ref;
  return { ...world, port, blue, green, loadBalancer, listener, rule, ruleProperties, url: `http://127.0.0.1:${port}` };
}

export function aTargetGroup(delay = 300) {
  return {
    Port: 80,
    Protocol: 'HTTP',
    TargetType: 'ip',
    HealthCheckPath: '/health',
    HealthCheckIntervalSeconds: 5,
    HealthCheckTimeoutSeconds: 2,
    HealthyThresholdCount: 2,
    UnhealthyThresholdCount: 2,
    TargetGroupAttributes: [{ Key: 'deregistration_delay.timeout_seconds', Value: String(delay) }],
  };
}

export interface AProcess {
  readonly target: Target;
  readonly seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
  healthy: boolean;
  checks: number;
  stop(): Promise<void>;
}

/** A process that answers with its name, in `x-version` and in the body, unless `serve` does it. */
export async function aProcess(
  name: string,
  serve?: (request: IncomingMessage, response: ServerResponse) => void,
  upgrade?: (request: IncomingMessage, socket: Duplex) => void,
): Promise<AProcess> {
  const server = createServer((incoming, response) => {
    if (incoming.url === '/health') {
      process.checks += 1;
      response.writeHead(process.healthy ? 200 : 500).end();
      return;
    }
    response.setHeader('x-version', name);
    if (serve !== undefined) {
      serve(incoming, response);
      return;
    }
    let body = '';
    incoming.on('data', (chunk) => {
      body += String(chunk);
    });
    incoming.on('end', () => {
      process.seen.push({ method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers, body });
      response.end(name);
    });
  });
  if (upgrade !== undefined) server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const process: AProcess = { target: { id: '127.0.0.1', port }, seen: [], healthy: true, checks: 0, stop };
  onTestFinished(stop);
  return process;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const agent = new Agent({ keepAlive: true });

/** Sends a request and gives the whole answer. */
export function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const outgoing = request(url, { method, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Waits, in real time, until something is so. */
export async function until(what: () => boolean): Promise<void> {
  const end = performance.now() + 5000;
  while (!what()) {
    if (performance.now() > end) throw new Error(`this never became so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
