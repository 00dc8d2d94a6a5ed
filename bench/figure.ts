/** A number, or numbers by the point that was measured. */
export type Value = number | Readonly<Record<string, number>>;

/** One published figure: what it is, and how it is measured. */
export interface Figure {
  readonly id: string;
  /** What is measured, in a sentence. */
  readonly what: string;
  readonly unit: string;
  /** The least that is possible, where that can be said. */
  readonly floor?: Value;
  /** What stands beside it, with the same points where they can be had. */
  readonly peer?: Value;
  readonly peerWhat?: string;
  /** The most that it may be. A figure of several points has one for each that is bound. */
  readonly bar?: Value;
  /** How the number comes about, and what it leaves out: for those who want to believe it. */
  readonly how: string;
  measure(): Promise<Value | Measured | Unmeasured>;
}

/** A value with a peer that was measured in the same run. */
export interface Measured {
  readonly value: Value;
  readonly peer: Value;
}

/** Why a figure has no value, and what to do so that it has one. */
export interface Unmeasured {
  readonly because: string;
}

/** A figure with its value, as `--json` prints it. */
export interface MeasuredFigure {
  readonly id: string;
  readonly what: string;
  readonly value: Value;
  readonly unit: string;
  readonly floor: Value | null;
  readonly peer: Value | null;
  readonly peerWhat: string | null;
}

/** Measures a figure. */
export async function take(figure: Figure): Promise<MeasuredFigure | Unmeasured> {
  const measured = await figure.measure();
  if (isUnmeasured(measured)) return measured;
  const { value, peer } = isMeasured(measured) ? measured : { value: measured, peer: figure.peer };
  const { id, what, unit, floor, peerWhat } = figure;
  return { id, what, value, unit, floor: floor ?? null, peer: peer ?? null, peerWhat: peerWhat ?? null };
}

/** Where a value is above its bar, in words; empty when all is well. */
export function above({ id, bar }: Figure, value: Value): readonly string[] {
  if (bar === undefined) return [];
  if (typeof bar === 'number') {
    const worst = typeof value === 'number' ? value : Math.max(...Object.values(value));
    return worst > bar ? [`${id} is ${worst}, and may be ${bar} at most`] : [];
  }
  return Object.entries(bar).flatMap(([point, most]) => {
    const found = typeof value === 'number' ? undefined : value[point];
    if (found === undefined) return [`${id} says nothing about ${point}`];
    return found > most ? [`${id} (${point}) is ${found}, and may be ${most} at most`] : [];
  });
}

/** Has it no value? */
export function isUnmeasured(one: Value | Measured | MeasuredFigure | Unmeasured): one is Unmeasured {
  return typeof one === 'object' && 'because' in one && typeof one.because === 'string';
}

function isMeasured(measured: Value | Measured): measured is Measured {
  return typeof measured === 'object' && typeof measured.value !== 'undefined' && 'peer' in measured;
}
