import { onTestFinished } from 'vitest';
import { AwsError } from '../../../local/kernel/aws-error.ts';
import { type AwsService, type Call, type Caller, operation } from '../../../local/kernel/aws-service.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createWire, type Wire, type WireOptions } from '../../../local/wire/wire.ts';

export const OWNER: Caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };

/** What an SDK client of a test needs to talk to a wire, without tries of its own. */
export function clientOf(wire: Wire) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  return { endpoint: wire.url, region: 'us-east-1', credentials, maxAttempts: 1 };
}

/** A small service: each operation is a function from input to answer, with one permission of its own name. */
export function aService(
  name: string,
  runs: Readonly<Record<string, (input: never, call: Call) => unknown>>,
): AwsService {
  const operations = Object.entries(runs).map(([action, run]) => {
    const permissions = () => [{ action: `${name}:${action}`, resource: '*' }];
    return [action, operation<never, unknown>({ permissions, run })] as const;
  });
  return { name, operations: Object.fromEntries(operations) };
}

export interface TestWire extends Wire {
  readonly clock: VirtualClock;
  readonly defects: readonly string[];
}

/** A wire on a free port that ends with the test. */
export async function aWire(options: Partial<WireOptions>): Promise<TestWire> {
  const clock = new VirtualClock();
  const defects: string[] = [];
  const wire = await createWire({
    port: 0,
    clock,
    services: [],
    raw: [],
    callerOf: () => OWNER,
    authorize: () => {},
    onCall: () => {},
    log: (message) => defects.push(message),
    ...options,
  });
  onTestFinished(() => wire.stop());
  return { ...wire, clock, defects };
}

/** A request as a client without an SDK writes it. */
export async function post(
  wire: Wire,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
  path = '/',
) {
  const response = await fetch(`${wire.url}${path}`, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
}

export function denyAll(caller: Caller): void {
  throw new AwsError('AccessDeniedException', `User: ${caller.arn} is not authorized`);
}
