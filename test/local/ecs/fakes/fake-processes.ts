import type { ContainerStart, Processes, RunningProcess } from '../../../../local/ecs/ports.ts';
import type { Clock } from '../../../../local/kernel/clock.ts';

type Ending = Awaited<RunningProcess['ended']>;

export interface FakeProcess {
  readonly start: ContainerStart;
  readonly port: number;
  readonly behaviour: string;
  running: boolean;
  stopped: boolean;
  end(ending: Ending): void;
}

/**
 * Processes that behave as their image's `root` says: `good` runs, `crash` exits with 1 after two seconds, `sick` runs but is
 * never healthy, `missing` never starts.
 */
export class FakeProcesses implements Processes {
  readonly all: FakeProcess[] = [];
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(start: ContainerStart): RunningProcess {
    const { promise, resolve } = Promise.withResolvers<Ending>();
    const process: FakeProcess = {
      start,
      port: Number(start.environment.PORT),
      behaviour: start.image.root,
      running: true,
      stopped: false,
      end(ending) {
        process.running = false;
        resolve(ending);
      },
    };
    this.all.push(process);
    start.onLine(`started ${process.behaviour}`);
    if (process.behaviour === 'crash') this.#clock.after(2000, () => process.end({ exitCode: 1 }));
    if (process.behaviour === 'missing') process.end({ notStarted: 'exec: "serve": no such file' });
    return {
      pid: this.all.length,
      ended: promise,
      stop: () => {
        process.stopped = true;
        process.end({ exitCode: 143 });
      },
    };
  }

  at(port: number): FakeProcess | undefined {
    return this.all.findLast((process) => process.port === port);
  }

  get running(): FakeProcess[] {
    return this.all.filter((process) => process.running);
  }
}
