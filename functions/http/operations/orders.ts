/** The operations that keep a deployment from happening, and end that: loaded when a first request asks for one of them. */

export { hold } from '../../../core/operations/hold.ts';
export { lock } from '../../../core/operations/lock.ts';
export { beginMaintenance, endMaintenance } from '../../../core/operations/maintain.ts';
export { putRule } from '../../../core/operations/put-rule.ts';
export { removeRule } from '../../../core/operations/remove-rule.ts';
export { unlock } from '../../../core/operations/unlock.ts';
export { unqueue } from '../../../core/operations/unqueue.ts';
