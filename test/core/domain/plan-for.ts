import type { Plan } from '../../../core/domain/deployment.ts';
import { type Planning, type Preflight, planDeployment, planOrRefuse } from '../../../core/domain/plan.ts';
import { aDigest, aService, aWiredService, TIMEOUTS } from '../../builders.ts';

/** The alarm of a service, which says that all is well. */
export const quiet = { name: 'web-5xx', state: 'OK', reason: '', since: '2026-11-20T10:00:00.000Z' } as const;

/** A service in which nothing stands in the way of a deployment. */
export const ready: Preflight = {
  settings: aService(),
  ecs: aWiredService(),
  alarms: [quiet],
  underWay: undefined,
  imageIsThere: true,
  weights: { blue: 100, green: 0 },
  wayBackIsThere: true,
  running: { version: '1.0.0', digest: aDigest(1) },
  image: 'registry/web@2',
  test: undefined,
  past: [],
  timeouts: TIMEOUTS,
  securityFix: undefined,
};

/** The plan of a deployment, of a service that differs from the ready one. Throws what refuses it. */
export function planFor(deployment: Planning, change: Partial<Preflight> = {}): Plan {
  return planOrRefuse(planDeployment(deployment, { ...ready, ...change }));
}
