/** Attributes of load balancers and target groups: AWS's defaults, and the values that the local one can honour. */
import { AwsError } from '../kernel/aws-error.ts';
import type { LoadBalancerRecord } from './records.ts';

const LOAD_BALANCER: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'connection_logs.s3.enabled': 'false',
  'deletion_protection.enabled': 'false',
  'idle_timeout.timeout_seconds': '60',
  'routing.http.desync_mitigation_mode': 'defensive',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.preserve_host_header.enabled': 'true',
  'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
  'routing.http.xff_client_port.enabled': 'false',
  'routing.http.xff_header_processing.mode': 'append',
  'routing.http2.enabled': 'true',
  'load_balancing.cross_zone.enabled': 'true',
  'waf.fail_open.enabled': 'false',
};

const TARGET_GROUP: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.algorithm.type': 'round_robin',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'slow_start.duration_seconds': '0',
  'stickiness.enabled': 'false',
  'stickiness.type': 'lb_cookie',
  'stickiness.lb_cookie.duration_seconds': '86400',
};

/** Attributes that may have any value; all others must keep their default here. */
const FREE: Readonly<Record<string, RegExp>> = {
  'idle_timeout.timeout_seconds': /^[1-9]\d{0,3}$/,
  'deregistration_delay.timeout_seconds': /^\d{1,4}$/,
  'deletion_protection.enabled': /^(true|false)$/,
  // These change nothing between two processes of one machine.
  'load_balancing.cross_zone.enabled': /^(true|false|use_load_balancer_configuration)$/,
  'routing.http2.enabled': /^(true|false)$/,
  'routing.http.drop_invalid_header_fields.enabled': /^(true|false)$/,
  'routing.http.desync_mitigation_mode': /^(monitor|defensive|strictest)$/,
  'stickiness.lb_cookie.duration_seconds': /^\d+$/,
  'stickiness.type': /^lb_cookie$/,
};

export type Attributes = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** The attributes of a load balancer with the defaults. One that the local one cannot honour is a ValidationError. */
export function loadBalancerAttributes(given: Attributes): Readonly<Record<string, string>> {
  return merged(LOAD_BALANCER, given);
}

/** The attributes of a target group with the defaults. */
export function targetGroupAttributes(given: Attributes): Readonly<Record<string, string>> {
  return merged(TARGET_GROUP, given);
}

/** Real milliseconds: a timeout of connections, not of the local AWS's own time. */
export function idleTimeoutOf({ attributes }: LoadBalancerRecord): number {
  return Number(attributes['idle_timeout.timeout_seconds']) * 1000;
}

function merged(defaults: Readonly<Record<string, string>>, given: Attributes): Readonly<Record<string, string>> {
  const attributes = { ...defaults };
  for (const { Key = '', Value = '' } of given) {
    if (!Object.hasOwn(defaults, Key))
      throw invalid(`the attribute ${Key} is not supported by the local load balancer`);
    if (!(FREE[Key]?.test(Value) ?? Value === defaults[Key]))
      throw invalid(`the value ${Value} of the attribute ${Key} is not supported by the local load balancer`);
    attributes[Key] = Value;
  }
  return attributes;
}

function invalid(problem: string): AwsError {
  return new AwsError('ValidationError', `Invalid attribute: ${problem}.`);
}
