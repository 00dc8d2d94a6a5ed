import { AwsError } from '../../local/kernel/aws-error.ts';
import type { Call } from './fault-book.ts';
import type { Fault } from './schedule.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** How an invocation of a function ended, as whoever invoked it hears. */
export type Outcome<Answer> =
  | { readonly ok: true; readonly payload: Answer }
  | { readonly ok: false; readonly error: { readonly errorType: string; readonly errorMessage: string } };

const SECOND = 1000;
/** After that long Lambda ends a function. */
const LONGEST_SECONDS = 60;

/** One run of one function: it can die between any two calls, and then does nothing any more. */
export class Invocation {
  readonly who: string;
  dead = false;
  readonly #world: SimulatedWorld;
  #end: (outcome: Outcome<never>) => void = () => {};

  constructor(world: SimulatedWorld, who: string) {
    this.#world = world;
    this.who = who;
  }

  run<Answer>(work: () => Promise<Answer>): Promise<Outcome<Answer>> {
    return new Promise((resolve) => {
      this.#end = resolve;
      work().then(
        (payload) => {
          if (!this.dead) resolve({ ok: true, payload });
        },
        (error: unknown) => {
          if (!this.dead) resolve({ ok: false, error: namesOf(error) });
        },
      );
    });
  }

  /** Every call that a function makes goes through here, and meets the fault that waits for it. */
  call<Answer>(call: Call, act: (asOf?: number) => Promise<Answer>): Promise<Answer> {
    if (this.dead) return never();
    const { faults, trace } = this.#world;
    const fault = faults.atCall(call);
    for (const one of faults.actsNow()) this.#world.act(one);
    if (trace.isKept) trace.note(this.who, call.name, fault && `!! ${fault.kind}`);
    this.#world.looked(this.who, call);
    return fault === undefined ? act() : this.#befall(fault, act);
  }

  async #befall<Answer>(fault: Fault, act: (asOf?: number) => Promise<Answer>): Promise<Answer> {
    const { clock } = this.#world;
    const { lasts = 5 } = fault;
    const pause = () => new Promise<void>((resolve) => void clock.after(lasts * SECOND, resolve));
    switch (fault.kind) {
      case 'crash-before':
        return this.#die('Runtime.ExitError', 0);
      case 'crash-after':
        await act();
        return this.#die('Runtime.ExitError', 0);
      case 'time-out-after':
        await act();
        return this.#die('Sandbox.Timedout', LONGEST_SECONDS);
      case 'throttled':
        throw new AwsError('ThrottlingException', 'Rate exceeded');
      case 'conflict':
        throw new AwsError('TransactionConflictException', 'Transaction is ongoing for the item');
      case 'reply-lost':
        await act();
        throw new AwsError('TimeoutError', 'socket hang up');
      case 'sent-twice':
        await act().catch(() => undefined);
        return act();
      case 'stale':
        return act(clock.now() - lasts * SECOND);
      case 'outlived':
        this.#world.befall({ kind: 'abort' });
        await pause();
        return this.dead ? never() : act();
      case 'slow':
        await pause();
        return this.dead ? never() : act();
      case 'slow-reply': {
        const answer = await act();
        await pause();
        return this.dead ? never() : answer;
      }
      default:
        this.#world.befall(fault);
        return act();
    }
  }

  #die<Answer>(errorType: string, seconds: number): Promise<Answer> {
    this.dead = true;
    const errorMessage = `the function ended: ${errorType}`;
    this.#world.clock.after(seconds * SECOND, () => this.#end({ ok: false, error: { errorType, errorMessage } }));
    return never();
  }
}

/** What a dead function waits for. */
function never<Answer>(): Promise<Answer> {
  return new Promise(() => {});
}

function namesOf(error: unknown): { readonly errorType: string; readonly errorMessage: string } {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}
