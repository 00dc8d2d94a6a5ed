/** A text of one source or machine file, and what stands there instead. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly from: string;
  readonly to: string;
}

/** One bug that somebody might write into Belay. */
export interface Mutant extends Edit {
  readonly id: string;
  /** In other files: a second line of defence, which alone would hide that the first is not there. */
  readonly also?: readonly Edit[];
  /** What a user would suffer, in a sentence. */
  readonly breaks: string;
  /** A published bug of another tool that this one re-creates. */
  readonly peer?: string;
}
