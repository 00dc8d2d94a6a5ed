/** One bug that somebody might write into Belay: a text of one source or machine file, and what stands there instead. */
export interface Mutant {
  readonly id: string;
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** What a user would suffer, in a sentence. */
  readonly breaks: string;
  /** A published bug of another tool that this one re-creates. */
  readonly peer?: string;
}
