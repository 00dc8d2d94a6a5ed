import type { Ports } from '../../core/ports.ts';
import type { SimulatedWorld } from './simulated-world.ts';

type Work = (ports: Ports) => Promise<unknown>;

const SECOND = 1000;
/** Seconds after which Lambda tries a failed event again. */
const RETRIES = [60, 120];
/** Seconds after which it tries one again that it could not take. */
const REFUSED_FOR = 30;
/** Milliseconds that an event takes, at most. */
const LATENCY = 400;

/** Events on their way to functions: some are lost, late or twice; what fails is tried again, and lies in a queue in the end. */
export class Deliveries {
  /** Counts of events, each in one of these places in the end. */
  received = 0;
  lost = 0;
  applied = 0;
  /** Who was invoked in vain three times. */
  readonly failed: string[] = [];
  /** On their way. */
  pending = 0;
  /** Regular ones that are not over. */
  regular = 0;
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  /** What a schedule invokes again and again: it is never lost, and nobody waits for any one of its runs. */
  regularly(who: string, work: Work): void {
    this.received++;
    this.regular++;
    void this.#invoke(who, work, []).then(() => this.regular--);
  }

  deliver(who: string, mayBeLost: boolean, work: Work): void {
    const { faults, trace, random } = this.#world;
    this.received++;
    const fault = faults.atEvent(mayBeLost);
    if (fault !== undefined) trace.note('the bus', who, `!! ${fault.kind}`);
    if (fault?.kind === 'lost') {
      this.lost++;
      return;
    }
    const latency = random.below(LATENCY);
    const late = (fault?.lasts ?? 0) * SECOND;
    this.#after(fault?.kind === 'late' ? latency + late : latency, who, work);
    if (fault?.kind !== 'twice') return;
    this.received++;
    this.#after(latency + late, who, work);
  }

  #after(milliseconds: number, who: string, work: Work): void {
    this.pending++;
    this.#world.clock.after(milliseconds, () => void this.#invoke(who, work, RETRIES).then(() => this.pending--));
  }

  /** Resolves when it was applied, or given up. */
  async #invoke(who: string, work: Work, tries: readonly number[]): Promise<void> {
    const { faults, clock, trace } = this.#world;
    const pass = (seconds: number) => new Promise<void>((resolve) => void clock.after(seconds * SECOND, resolve));
    for (let tried = 0; ; tried++) {
      const fault = faults.atInvocation();
      if (fault !== undefined) trace.note('lambda', who, `!! ${fault.kind}`);
      if (fault?.kind === 'not-invoked') await pass(REFUSED_FOR);
      const outcome = await this.#world.invoke(who, work);
      if (outcome.ok && fault?.kind !== 'answer-lost') {
        this.applied++;
        return;
      }
      if (!outcome.ok) trace.note(who, 'failed', outcome.error.errorMessage);
      const seconds = tries[tried];
      if (seconds === undefined) {
        this.failed.push(`${who}: ${outcome.ok ? 'no answer' : outcome.error.errorMessage}`);
        return;
      }
      await pass(seconds);
    }
  }
}
