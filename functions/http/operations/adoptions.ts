/** The operations by which services come and leave: loaded when a first request asks for one of them. */

export { adopt } from '../../../core/operations/adopt.ts';
export { unadopt } from '../../../core/operations/unadopt.ts';
