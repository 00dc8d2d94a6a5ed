import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permission } from '../../../local/kernel/aws-service.ts';
import type { Clock } from '../../../local/kernel/clock.ts';
import { type StateFiles, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { createLambda, type Lambda } from '../../../local/lambda/create-lambda.ts';
import type { IsDoubled, QueueMessage, StreamRecord, Streams } from '../../../local/lambda/event-sources.ts';
import type { Properties, Provisioned } from '../../../local/template/provisioner.ts';

export type Handle = (messages: readonly QueueMessage[]) => Promise<readonly string[]>;

/** A Lambda in a world of fakes, with what those saw. */
export interface LambdaBench<C extends Clock> {
  readonly lambda: Lambda;
  readonly clock: C;
  readonly files: StateFiles;
  readonly logs: string[];
  readonly sent: { queue: string; body: Record<string, unknown> }[];
  readonly asked: { role: string; permissions: readonly Permission[] }[];
  readonly denied: Set<string>;
  readonly stream: StreamRecord[];
  readonly poke: () => void;
  readonly queues: Map<string, Handle>;
  add(type: string, logicalId: string, properties: Properties, previous?: Provisioned): Promise<Provisioned>;
  /** Makes a function from source text. */
  aFunction(name: string, code: string, properties?: Properties): Promise<Provisioned>;
  end(): Promise<void>;
}

export const ROLE = 'arn:aws:iam::000000000000:role/test';
export const STREAM = 'arn:aws:dynamodb:us-east-1:000000000000:table/things/stream/2026';
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

export function aLambdaBench<C extends Clock = VirtualClock>(options?: {
  clock?: C;
  speed?: number;
  files?: StateFiles;
  stream?: StreamRecord[];
  /** In place of the fake one. */
  streams?: Streams;
  isDoubled?: IsDoubled;
}): LambdaBench<C | VirtualClock> {
  const directory = mkdtempSync(join(tmpdir(), 'belay-lambda-'));
  const clock = options?.clock ?? new VirtualClock();
  const files = options?.files ?? stateFilesInMemory();
  const stream = options?.stream ?? [];
  const logs: string[] = [];
  const sent: { queue: string; body: Record<string, unknown> }[] = [];
  const asked: { role: string; permissions: readonly Permission[] }[] = [];
  const denied = new Set<string>();
  const listeners = new Set<() => void>();
  const queues = new Map<string, Handle>();
  const lambda = createLambda({
    clock,
    speed: options?.speed ?? 0,
    files,
    endpointUrl: 'http://127.0.0.1:4566',
    credentialsOf: (role) => ({ accessKeyId: `key of ${role}`, secretAccessKey: 'secret', sessionToken: 'token' }),
    authorize(role, permissions) {
      asked.push({ role, permissions });
      const refused = permissions.find(({ action }) => denied.has(action));
      if (refused !== undefined) throw new Error(`${role} is not authorized to perform: ${refused.action}`);
    },
    streams: options?.streams ?? {
      end: async () => {
        const last = stream.at(-1);
        return last === undefined ? undefined : { shard: last.shard, sequence: last.sequence };
      },
      read: async (_arn, after, limit) => {
        const from = stream.findIndex(({ sequence }) => sequence === after?.sequence) + 1;
        return stream.slice(from, from + limit);
      },
      onWrite(_arn, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    consume(queue, _options, handle) {
      queues.set(queue, handle);
      return () => queues.delete(queue);
    },
    sendToQueue: (queue, body) => void sent.push({ queue, body: JSON.parse(body) }),
    matches: (pattern, value) => JSON.stringify(value).includes(JSON.stringify(pattern).slice(1, -1)),
    onLog: (name, line) => void logs.push(`${name}: ${line}`),
    ...(options?.isDoubled && { isDoubled: options.isDoubled }),
  });

  const add: LambdaBench<C>['add'] = async (type, logicalId, properties, previous) => {
    const provisioner = lambda.provisioners[type];
    if (provisioner === undefined) throw new Error(`no provisioner for ${type}`);
    const metadata = { 'aws:asset:path': logicalId };
    return await provisioner.provision(properties, { stack: 'Stack', logicalId, metadata, directory, previous });
  };
  return {
    lambda,
    clock,
    files,
    logs,
    sent,
    asked,
    denied,
    stream,
    queues,
    poke: () => {
      for (const listener of listeners) listener();
    },
    add,
    async aFunction(name, code, properties) {
      mkdirSync(join(directory, name), { recursive: true });
      writeFileSync(join(directory, name, 'index.mjs'), code);
      const basics = { FunctionName: name, Role: ROLE, Handler: 'index.handler', Runtime: 'nodejs24.x', Code: {} };
      return await add('AWS::Lambda::Function', name, { ...basics, ...properties });
    },
    async end() {
      await lambda.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Waits in real time until something is so; functions run in real threads. */
export async function until(so: () => boolean): Promise<void> {
  const end = Date.now() + 5000;
  while (!so()) {
    if (Date.now() > end) throw new Error(`never so: ${so}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
