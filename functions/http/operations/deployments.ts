/** The operations of plans and deployments: loaded when a first request asks for one of them. */

export { approve } from '../../../core/operations/approve.ts';
export { askForDeployment } from '../../../core/operations/ask-for-deployment.ts';
export { cancel } from '../../../core/operations/cancel.ts';
export { continueNow } from '../../../core/operations/continue-now.ts';
export { listDeployments } from '../../../core/operations/list-deployments.ts';
export { pause, resume } from '../../../core/operations/pause.ts';
export { showDeployment } from '../../../core/operations/show-deployment.ts';
export { planOf, requestOf } from '../deployment-requests.ts';
