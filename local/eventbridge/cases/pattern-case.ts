/** One line of the table: a pattern, an event, and what AWS's documentation says of the two. */
export interface PatternCase {
  readonly says: string;
  /** As JSON text where an object cannot say it, such as a field that stands twice. */
  readonly pattern: object | string;
  readonly event?: object;
  /** Whether the event matches, or the reason for which AWS refuses the pattern. */
  readonly gives: boolean | { readonly refused: string };
}
