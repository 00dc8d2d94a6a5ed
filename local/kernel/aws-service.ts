/** What one emulated AWS service gives to the endpoint: its operations, and what IAM asks of each. */

/** Who calls. `role` is the logical id of the role whose credentials signed the request; the account's owner has none. */
export interface Caller {
  readonly arn: string;
  readonly role: string | undefined;
}

/** One thing that a caller must be allowed to do. `context` holds condition keys, such as `ecs:cluster`. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

export interface Call {
  readonly caller: Caller;
}

/** One operation. The input was validated against the SDK's model before; the answer is serialized by the same model. */
export interface Operation<Input = never, Output = unknown> {
  /** Every permission that the real service would check for this request, PassRole included. */
  permissions(input: Input): readonly Permission[];
  run(input: Input, call: Call): Output | Promise<Output>;
}

export type Operations = Readonly<Record<string, Operation>>;

export interface AwsService {
  /** The IAM prefix and the name in messages: `ecs`, `states`, `dynamodb` … */
  readonly name: string;
  readonly operations: Operations;
}

/** Names one operation with its SDK types, so that a table of them stays checked: `operation<ListTasksRequest, ListTasksResponse>({…})`. */
export function operation<Input, Output>(definition: Operation<Input, Output>): Operation {
  return definition as unknown as Operation;
}
