import { Logger } from '@aws-lambda-powertools/logger';

/** Structured lines, one JSON object each; `LOG_LEVEL` sets how many. Deployment ids and event names are fields, so that they can be searched for. */
export const log = new Logger({ serviceName: 'belay' });
