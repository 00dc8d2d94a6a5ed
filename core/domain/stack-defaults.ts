/** What the owner of the stack decided for services that say nothing themselves: from variables that were read when it was synthesized. */
export interface StackDefaults {
  /** Seconds for one try of an HTTP check. */
  readonly checkTimeout: number;
  readonly rollback: {
    readonly automatic: boolean;
    /** Percent. */
    readonly threshold: number;
  };
}
