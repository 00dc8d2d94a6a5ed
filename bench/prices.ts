/**
 * List prices of AWS in us-east-1, in USD for one, without any free tier. From the price pages of the services, as known in 2026-11:
 * look at them again before you rely on a sum.
 */
export const PRICES = {
  /** Step Functions, standard workflows: 25 a million. */
  transition: 25 / 1e6,
  /** Lambda: 0.20 a million. */
  invocation: 0.2 / 1e6,
  /** Lambda on Arm, for a gigabyte and a second. */
  gigabyteSecond: 0.0000133334,
  /** DynamoDB on demand: 0.625 a million. */
  writeUnit: 0.625 / 1e6,
  /** DynamoDB on demand: 0.125 a million. */
  readUnit: 0.125 / 1e6,
  /** EventBridge, events of one's own: 1 a million. Those of AWS cost nothing. */
  ownEvent: 1 / 1e6,
  /** EventBridge Scheduler: 1 a million. */
  scheduled: 1 / 1e6,
  /** SQS FIFO: 0.50 a million requests. */
  queueRequest: 0.5 / 1e6,
  /** CloudWatch Logs, taken in: 0.50 a gigabyte. */
  logGigabyte: 0.5,
  /** CloudWatch API requests such as DescribeAlarms: 0.01 a thousand. */
  alarmReading: 0.01 / 1e3,
  /** X-Ray: 5 a million traces, one for each execution. */
  trace: 5 / 1e6,
  /** HTTP API: 1 a million. */
  apiRequest: 1 / 1e6,
  /** Secrets Manager: 0.05 for ten thousand. */
  secretReading: 0.05 / 1e4,
} as const;
