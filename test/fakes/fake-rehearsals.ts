import { Refused } from '../../core/domain/refused.ts';
import type { RehearsedTask } from '../../core/domain/rehearsal.ts';
import type { Rehearsals } from '../../core/ports.ts';

/** Tasks outside of any service, which do what a test says. */
export class FakeRehearsals implements Rehearsals {
  readonly tasks = new Map<string, RehearsedTask>();
  /** Task ARNs, in the order in which they were stopped. */
  readonly stopped: string[] = [];
  /** Why ECS takes no task, where it takes none. */
  refuses: string | undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  async start(cluster: string): Promise<string> {
    if (this.refuses !== undefined) throw new Refused('NotRunning', this.refuses);
    const task = `arn:aws:ecs:us-east-1:000000000000:task/${cluster}/${this.tasks.size + 1}`;
    this.tasks.set(task, { task, lastStatus: 'PROVISIONING', createdAt: this.#time() });
    return task;
  }

  async look(task: string): Promise<RehearsedTask | undefined> {
    return this.tasks.get(task);
  }

  async stop(task: string): Promise<void> {
    const told = this.tasks.get(task);
    if (told === undefined || told.lastStatus === 'STOPPED') return;
    this.stopped.push(task);
    this.tasks.set(task, { ...told, lastStatus: 'STOPPED', stopCode: 'UserInitiated', why: 'the rehearsal is over' });
  }

  /** The task runs. Gives what its event tells. */
  runs(task: string): RehearsedTask {
    return this.#change(task, { lastStatus: 'RUNNING', startedAt: this.#time() });
  }

  /** Its health check has said so, of which no event tells. */
  becomes(task: string, health: 'HEALTHY' | 'UNHEALTHY'): void {
    this.#change(task, { health });
  }

  /** The task ends by itself. Gives what its event tells. */
  dies(task: string, why: string): RehearsedTask {
    return this.#change(task, { lastStatus: 'STOPPED', stopCode: 'EssentialContainerExited', why });
  }

  #change(task: string, change: Partial<RehearsedTask>): RehearsedTask {
    const changed = { task, lastStatus: 'UNKNOWN', ...this.tasks.get(task), ...change };
    this.tasks.set(task, changed);
    return changed;
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }
}
