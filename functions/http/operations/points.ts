/** The operations of rollback points: loaded when a first request asks for one of them. */

export { checkPoint } from '../../../core/operations/check-point.ts';
export { createPoint, createPointsIn } from '../../../core/operations/create-point.ts';
export { deletePoint } from '../../../core/operations/delete-point.ts';
export { findLivingPoint } from '../../../core/operations/find-point.ts';
export { knowService } from '../../../core/operations/know-service.ts';
export { rehearsePoint } from '../../../core/operations/rehearse-point.ts';
export { listPoints, showPoint, tellPoint } from '../../../core/operations/show-point.ts';
