/** The operations of one service that are asked for now and then: loaded when a first request asks for one of them. */

export { lift } from '../../../core/operations/lift.ts';
export { putService } from '../../../core/operations/put-service.ts';
export { verifyService } from '../../../core/operations/verify-service.ts';
export { why } from '../../../core/operations/why.ts';
