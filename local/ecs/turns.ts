import type { Cancel } from '../kernel/clock.ts';
import type { ServiceRecord } from './state.ts';
import type { World } from './world.ts';

/** What a service does when it is woken, and when it wants to be woken next (milliseconds since 1970), after the moment at which it went on. */
export interface Course {
  goOn(world: World, service: ServiceRecord): void;
  nextDue(world: World, service: ServiceRecord, wentOnAt: number): number | undefined;
}

/** One change after another: the outermost turn lets woken services go on, saves, and sets the timers of what is still to come. */
export class Turns {
  readonly #course: Course;
  readonly #awake = new Set<string>();
  readonly #timers = new Map<string, { readonly due: number; readonly cancel: Cancel }>();
  #depth = 0;
  #hurried = false;

  constructor(course: Course) {
    this.#course = course;
  }

  wake(serviceArn: string): void {
    this.#awake.add(serviceArn);
  }

  run<Result>(world: World, work: () => Result): Result {
    if (this.#depth > 0) return work();
    this.#depth += 1;
    try {
      return work();
    } finally {
      try {
        this.#goOn(world);
      } finally {
        this.#depth -= 1;
        if (!world.closed) world.store.commit();
      }
    }
  }

  cancelAll(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #goOn(world: World): void {
    const touched = new Map<string, number>();
    for (;;) {
      const [next] = this.#awake;
      if (next === undefined || world.closed) break;
      this.#awake.delete(next);
      // What falls due while the service goes on was not seen as due, and must not be lost.
      touched.set(next, world.clock.now());
      const service = world.store.services.services[next];
      if (service !== undefined) this.#course.goOn(world, service);
    }
    for (const [arn, wentOnAt] of touched) this.#arm(world, arn, wentOnAt);
    this.#hurry(world);
  }

  #arm(world: World, arn: string, wentOnAt: number): void {
    const service = world.store.services.services[arn];
    const due = service === undefined ? undefined : this.#course.nextDue(world, service, wentOnAt);
    const timer = this.#timers.get(arn);
    if (timer?.due === due) return;
    timer?.cancel();
    this.#timers.delete(arn);
    if (due === undefined) return;
    const cancel = world.clock.after(due - world.clock.now(), () => {
      this.#timers.delete(arn);
      if (!world.closed) world.turn(() => world.wake(arn));
    });
    this.#timers.set(arn, { due, cancel });
  }

  #hurry(world: World): void {
    const hurried = Object.values(world.store.services.services).some(
      (service) => service.status === 'ACTIVE' && (service.deployment !== undefined || !service.steady),
    );
    if (hurried === this.#hurried) return;
    this.#hurried = hurried;
    world.balancer.hurry(hurried);
  }
}
