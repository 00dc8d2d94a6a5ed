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
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  deliver(who: string, mayBeLost: boolean, work: Work): void {
    const { faults, clock, trace, random } = this.#world;
    this.received++;
    const fault = who === 'reconcile' ? undefined : faults.atEvent(mayBeLost);
    if (fault !== undefined) trace.note('the bus', who, `!! ${fault.kind}`);
    if (fault?.kind === 'lost') {
      this.lost++;
      return;
    }
    const latency = random.below(LATENCY);
    const late = (fault?.lasts ?? 0) * SECOND;
    this.pending++;
    clock.after(fault?.kind === 'late' ? latency + late : latency, () => void this.#invoke(who, work, RETRIES));
    if (fault?.kind !== 'twice') return;
    this.received++;
    this.pending++;
    clock.after(latency + late, () => void this.#invoke(who, work, RETRIES));
  }

  async #invoke(who: string, work: Work, tries: readonly number[]): Promise<void> {
    const { faults, clock, trace } = this.#world;
    const fault = faults.atInvocation();
    if (fault?.kind === 'not-invoked') {
      trace.note('lambda', who, '!! not-invoked');
      clock.after(REFUSED_FOR * SECOND, () => void this.#invoke(who, work, tries));
      return;
    }
    const outcome = await this.#world.invoke(who, work);
    if (fault !== undefined) trace.note('lambda', who, `!! ${fault.kind}`);
    if (outcome.ok && fault === undefined) {
      this.pending--;
      this.applied++;
      return;
    }
    if (!outcome.ok) trace.note(who, 'failed', outcome.error.errorMessage);
    const [seconds, ...rest] = tries;
    if (seconds !== undefined) {
      clock.after(seconds * SECOND, () => void this.#invoke(who, work, rest));
      return;
    }
    this.pending--;
    this.failed.push(`${who}: ${outcome.ok ? 'no answer' : outcome.error.errorMessage}`);
  }
}
