import type { CheckTask, TaskEnd } from '../../core/domain/check-run.ts';
import type { BesideTasks, TaskRequest } from '../../core/ports/check-tasks.ts';

type Listener = (ended: { readonly mark: string; readonly task: string; readonly end: TaskEnd }) => void;

/** A task that runs beside the service. */
export interface RunningTask extends TaskRequest {
  readonly task: string;
  readonly taskDefinition: string;
  end?: TaskEnd;
}

/** Tasks that belong to no service. They run until the test ends them, or Belay stops them. */
export class FakeTasks implements BesideTasks {
  readonly all: RunningTask[] = [];
  /** Tasks of a service, which run as long as the test. */
  readonly serving: { readonly task: string; readonly taskDefinition: string }[] = [];
  /** Why ECS starts none for a container. */
  readonly refused = new Map<string, string>();
  readonly #listeners: Listener[] = [];

  onEnd(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** The task's command ends with this exit code. */
  end(task: string, code: number): void {
    const running = this.all.find((one) => one.task === task);
    if (running === undefined) throw new Error(`there is no task ${task}`);
    const because = `Essential container in task exited (${running.container}: exit code ${code})`;
    this.#end(running, { codes: { [running.container]: code }, because });
  }

  async runTasks(
    _cluster: string,
    _name: string,
    taskDefinition: string,
    tasks: readonly TaskRequest[],
  ): Promise<readonly CheckTask[]> {
    return tasks.map((request) => {
      const refused = this.refused.get(request.container);
      if (refused !== undefined) return { refused };
      const before = this.all.find(({ key }) => key === request.key);
      if (before !== undefined) return { task: before.task };
      const task = `check-task-${this.all.length + 1}`;
      this.all.push({ ...request, task, taskDefinition });
      return { task };
    });
  }

  async tasks(_cluster: string, ids: readonly string[]) {
    const beside = this.all.map(({ task, taskDefinition, end }) => ({
      task,
      taskDefinition,
      ...(end !== undefined && { end }),
    }));
    return [...beside, ...this.serving].filter(({ task }) => ids.includes(task));
  }

  async stopTask(_cluster: string, id: string, because: string): Promise<void> {
    const running = this.all.find(({ task, end }) => task === id && end === undefined);
    if (running === undefined) return;
    this.#end(running, { codes: { [running.container]: 137 }, because });
  }

  #end(running: RunningTask, end: TaskEnd): void {
    if (running.end !== undefined) return;
    running.end = end;
    for (const listener of this.#listeners) listener({ mark: running.startedBy, task: running.task, end });
  }
}
