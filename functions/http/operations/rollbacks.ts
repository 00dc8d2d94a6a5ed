/** The operations that go back: loaded when a first request asks for one of them. */

export { rollBackInEmergency } from '../../../core/operations/roll-back-in-emergency.ts';
export { rollBackMany } from '../../../core/operations/roll-back-many.ts';
