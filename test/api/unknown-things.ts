/** A good body of `POST /v1/deployments`. */
export const DEPLOYMENT = { service: 'staging/api', version: '1.0.0', first: true };
/** A digest that no registry has. */
export const DIGEST = `sha256:${'0'.repeat(64)}`;

/** A call that names what Belay does not know: the code, and what its message must say. */
export const UNKNOWN: readonly (readonly [string, string, object | undefined, string, string])[] = [
  ['GET', '/v1/services/staging/nothing', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/services/staging/nothing/logs', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['DELETE', '/v1/services/staging/nothing', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/services/staging/nothing/why', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['DELETE', '/v1/services/staging/nothing/hold', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/versions?service=staging/nothing', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/deployments?service=staging/nothing', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/deployments/api-none-1', undefined, 'UnknownDeployment', 'api-none-1.*belay history'],
  [
    'POST',
    '/v1/deployments',
    { ...DEPLOYMENT, service: 'staging/nothing' },
    'UnknownService',
    'staging/nothing.*belay',
  ],
  ['POST', '/v1/deployments', { ...DEPLOYMENT, version: '9.9.9' }, 'UnknownVersion', '"9.9.9".*belay versions'],
  ['POST', '/v1/deployments', { ...DEPLOYMENT, version: 'cafe123' }, 'UnknownVersion', '"cafe123".*belay versions'],
  ['POST', '/v1/plans', { ...DEPLOYMENT, service: 'staging/nothing' }, 'UnknownService', 'staging/nothing.*belay'],
  ['POST', '/v1/plans', { ...DEPLOYMENT, version: '9.9.9' }, 'UnknownVersion', '"9.9.9".*belay versions'],
  ['POST', '/v1/deployments', { plan: 'plan-none' }, 'UnknownPlan', 'plan-none.*belay plan'],
  ['GET', '/v1/plans/plan-none', undefined, 'UnknownPlan', 'plan-none.*belay plan'],
  ...['approve', 'reject', 'pause', 'resume', 'continue', 'cancel'].map(
    (verb) =>
      ['POST', `/v1/deployments/api-none-1/${verb}`, {}, 'UnknownDeployment', 'api-none-1.*belay history'] as const,
  ),
  ['POST', '/v1/rollbacks', { service: 'staging/nothing' }, 'UnknownService', 'staging/nothing.*belay'],
  ['POST', '/v1/rollbacks', { repository: 'nothing' }, 'UnknownService', 'nothing.*belay status'],
  ['POST', '/v1/rollbacks', { environment: 'nowhere' }, 'UnknownService', '"nowhere".*belay status'],
  [
    'POST',
    '/v1/environments/nowhere/emergency-rollback',
    { reason: 'all is on fire' },
    'UnknownService',
    '"nowhere".*belay status',
  ],
  [
    'POST',
    '/v1/rollbacks',
    { service: 'staging/api', to: { rollbackPoint: 'rp-none' } },
    'UnknownPoint',
    'rp-none.*belay rollback-points',
  ],
  [
    'POST',
    '/v1/rollbacks',
    { service: 'staging/api', to: { deployment: 'api-none-1' } },
    'UnknownDeployment',
    'api-none-1.*belay history',
  ],
  ['GET', '/v1/rollback-points?service=staging/nothing', undefined, 'UnknownService', 'staging/nothing.*belay'],
  ['GET', '/v1/rollback-points/rp-none', undefined, 'UnknownPoint', 'rp-none.*belay rollback-points'],
  ['POST', '/v1/rollback-points', { service: 'staging/nothing', name: 'x' }, 'UnknownService', 'staging/nothing'],
  ['POST', '/v1/rollback-points', { environment: 'nowhere', name: 'x' }, 'UnknownService', '"nowhere".*belay'],
  ['DELETE', `/v1/services/staging/api/hold?digest=${DIGEST}`, undefined, 'UnknownVersion', `${DIGEST}.*belay why`],
];
