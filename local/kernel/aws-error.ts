/** An answer that AWS would give: its code and message go over the wire as they are. */
export class AwsError extends Error {
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.status = status;
  }
}
