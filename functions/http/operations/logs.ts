/** The operations that read what was written: loaded when a first request asks for one of them. */

export { deploymentLog } from '../../../core/operations/deployment-log.ts';
export { readLogs } from '../../../core/operations/read-logs.ts';
