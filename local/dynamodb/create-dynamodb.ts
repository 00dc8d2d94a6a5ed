import type { Clock } from '../kernel/clock.ts';
import type { Streams } from '../lambda/event-sources.ts';
import type { Provisioner } from '../template/provisioner.ts';
import type { RawService } from '../wire/raw-service.ts';
import type { Consumed } from './capacity.ts';
import { EngineArns } from './engine-arns.ts';
import { chooseEngine, type Surroundings } from './engine-choice.ts';
import { startEngine } from './engine-process.ts';
import { forwarder } from './forward.ts';
import { permissionsOf } from './permissions.ts';
import { TableStreams } from './streams.ts';
import { tableProvisioners } from './table-provisioner.ts';

/** What DynamoDB needs from outside. */
export interface DynamoDbWorld {
  readonly clock: Clock;
  /** Milliseconds of `clock` in one millisecond of real time. */
  readonly speed: number;
  /** Absolute folder for the engine's data. */
  readonly folder: string;
  readonly surroundings: Surroundings;
  /** Every request that consumed capacity, with what it consumed. */
  onCapacity(consumed: Consumed): void;
  /** Something that the person should read, such as an engine that died. */
  onProblem(message: string): void;
}

export interface DynamoDb {
  readonly service: RawService;
  readonly provisioners: Record<string, Provisioner>;
  readonly streams: Streams;
  /** Process id of the engine; `undefined` when somebody else runs it. */
  enginePid(): number | undefined;
  stop(): Promise<void>;
}

/** Starts the engine and waits until it answers. Throws with what to install when there is none. */
export async function createDynamoDb(world: DynamoDbWorld): Promise<DynamoDb> {
  const engine = await startEngine(chooseEngine(world.surroundings), world.folder, world.onProblem);
  const forward = forwarder({
    send: engine.send,
    arns: new EngineArns(),
    // The engine lives by this machine's clock.
    localTime: (real) => world.clock.now() - Math.max(0, Date.now() - real) * world.speed,
    onCapacity: world.onCapacity,
    onWrite: (table) => streams.poke(table),
    onProblem: world.onProblem,
  });
  const streams = new TableStreams(forward, world.clock);

  return {
    service: {
      name: 'dynamodb',
      targets: ['DynamoDB_20120810', 'DynamoDBStreams_20120810'],
      permissions: permissionsOf,
      async forward(target, body) {
        const answer = await forward(target, Buffer.from(body).toString('utf8'));
        return { ...answer, body: Buffer.from(answer.body) };
      },
    },
    provisioners: tableProvisioners(forward),
    streams,
    enginePid: () => engine.pid,
    async stop() {
      streams.stop();
      await engine.stop();
    },
  };
}
