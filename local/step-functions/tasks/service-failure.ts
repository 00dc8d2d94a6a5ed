import { AwsError } from '../../kernel/aws-error.ts';
import { StateFailure } from '../run/failures.ts';

/** The names of a service in the errors of its tasks. */
export interface ServiceNames {
  /** Before the dot: `Lambda`. */
  readonly prefix: string;
  /** In causes, and in the error for what the service's SDK has no exception of its own: `AWSLambda`. */
  readonly client: string;
}

/** How Step Functions shows what a service answered. A denial has no exception of its own, so it is the client's general one. */
export function serviceFailure(thrown: unknown, service: ServiceNames, requestId: string): StateFailure {
  if (thrown instanceof StateFailure) return thrown;
  if (!(thrown instanceof AwsError)) {
    return new StateFailure(
      `${service.prefix}.SdkClientException`,
      thrown instanceof Error ? thrown.message : String(thrown),
    );
  }
  const denied = thrown.name.startsWith('AccessDenied');
  const code = denied ? 'AccessDeniedException' : thrown.name;
  const exception = denied ? `${service.client}Exception` : code.replace(/(?:Exception)?$/, 'Exception');
  const details = `Service: ${service.client}; Status Code: ${thrown.status}; Error Code: ${code}; Request ID: ${requestId}; Proxy: null`;
  return new StateFailure(`${service.prefix}.${exception}`, `${thrown.message} (${details})`);
}
