/** A time of the state as the SDK's types want it. */
export function dated(milliseconds: number): Date;
export function dated(milliseconds: number | undefined): Date | undefined;
export function dated(milliseconds: number | undefined): Date | undefined {
  return milliseconds === undefined ? undefined : new Date(milliseconds);
}
