import type { ClockReading } from './worker-messages.ts';

/** The machine's own time, whatever becomes of `Date`. */
export const realNow: () => number = Date.now;

/** Makes `Date` of this thread show the local AWS's time. Timers stay real. Gives the way to set it right again. */
export function shiftDate(first: ClockReading): (reading: ClockReading) => void {
  let reading = first;
  const now = (): number => Math.floor(reading.shown + (realNow() - reading.real) * reading.speed);
  globalThis.Date = new Proxy(Date, {
    construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
    apply: (target) => new target(now()).toString(),
    get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
  });
  Date.prototype.constructor = Date;
  return (next) => {
    reading = next;
  };
}
