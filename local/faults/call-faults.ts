import type { RunningFunction } from '../lambda/ports.ts';
import { type CallDoor, type CallFault, Severed } from '../wire/call-door.ts';
import type { FaultRule } from './fault-rules.ts';
import type { Faults } from './faults.ts';
import { throttled } from './throttled.ts';

const nothing = (): void => {};
const sever = (): never => {
  throw new Severed();
};

/** The door of all calls that come over the wire. A function's invocation is found by the trace that the SDK sends with each call; a call without one is nobody's. */
export class CallFaults {
  readonly #faults: Faults;
  readonly #runningWith: (trace: string) => RunningFunction | undefined;
  readonly #calls = new WeakMap<RunningFunction, number>();

  constructor(faults: Faults, runningWith: (trace: string) => RunningFunction | undefined) {
    this.#faults = faults;
    this.#runningWith = runningWith;
  }

  /** The door of one request; `undefined` while nothing is to go wrong. */
  doorOf(trace: string | undefined): CallDoor | undefined {
    if (this.#faults.none) return undefined;
    const caller = trace === undefined ? undefined : this.#runningWith(trace);
    return (service, operation, input) => {
      const call = caller === undefined ? undefined : this.#count(caller);
      const strike = this.#faults.strike({
        door: 'call',
        names: { service, operation, function: caller?.name },
        ...(call !== undefined && { call }),
        text: () => `${JSON.stringify(input)} ${caller?.payload ?? ''}`,
      });
      return strike && faultOf(strike.rule, service, caller);
    };
  }

  #count(caller: RunningFunction): number {
    const call = (this.#calls.get(caller) ?? 0) + 1;
    this.#calls.set(caller, call);
    return call;
  }
}

function faultOf(rule: FaultRule, service: string, caller: RunningFunction | undefined): CallFault | undefined {
  switch (rule.fault) {
    case 'throttle':
      return {
        before() {
          throw throttled(service);
        },
        after: nothing,
      };
    case 'loseRequest':
      return { before: sever, after: nothing };
    case 'loseReply':
      return { before: nothing, after: sever };
    case 'kill': {
      const kill = (): never => {
        caller?.kill();
        return sever();
      };
      return rule.when === 'before' ? { before: kill, after: nothing } : { before: nothing, after: kill };
    }
    default:
      return undefined;
  }
}
