/** An event as an AWS service hands it to EventBridge; the bus adds id, account, Region and version. */
export interface AwsEvent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: object;
  /** RFC 3339; the bus's own time when it is left out. */
  readonly time?: string;
}

/** Where the emulated services put their events. It returns at once; delivery follows. */
export type EmitEvent = (event: AwsEvent) => void;
