import type { Permission } from '../kernel/aws-service.ts';

/**
 * A service whose own engine answers (DynamoDB), or that no client package here has a model of: the endpoint checks IAM and passes bytes
 * through, both ways.
 */
export interface RawService {
  /** The IAM prefix and the name in the call log: `dynamodb`. */
  readonly name: string;
  /** What stands before the dot in `X-Amz-Target`, such as `DynamoDB_20120810`; one service may have several. For EC2 its API version. */
  readonly targets: readonly string[];
  /** Every permission that the real service would check. `input` is JSON, or the fields of a form, that nobody validated. */
  permissions(operation: string, input: unknown): readonly Permission[];
  /** `target` is the whole `X-Amz-Target`, or the `Action` of a form. */
  forward(target: string, body: Uint8Array): Promise<RawAnswer>;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}
