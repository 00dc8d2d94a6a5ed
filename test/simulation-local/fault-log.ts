import type { FaultRules } from '../../local/faults/fault-rules.ts';
import type { Faults, OpenFaults, Struck } from '../../local/faults/faults.ts';

/** Every fault that struck in a world, whichever schedule brought it: what all services share suffers from the faults of each. */
export class FaultLog {
  readonly #faults: Faults;
  readonly #opened: OpenFaults[] = [];

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  open(rules: FaultRules): OpenFaults {
    const opened = this.#faults.open(rules);
    this.#opened.push(opened);
    return opened;
  }

  struck(): readonly Struck[] {
    return this.#opened.flatMap((opened) => opened.report().struck);
  }
}
