import type { ShownPoint } from '../core/operations/show-point.ts';

/** Whether a service can go back to a point, as people read it. */
export function readiness({ ready }: Pick<ShownPoint, 'ready'>): string {
  if (ready === undefined) return 'ready when it was made';
  return ready.ok ? 'ready' : `not ready: ${ready.because.join(' ')}`;
}
