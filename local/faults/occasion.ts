/** The words by which rules name what they strike. */
export const NAME_WORDS = [
  'rule',
  'detailType',
  'schedule',
  'stream',
  'target',
  'service',
  'operation',
  'function',
] as const;

export type Names = Readonly<Partial<Record<(typeof NAME_WORDS)[number], string | undefined>>>;

/** Something that happens at a door, which a fault may strike. */
export interface Occasion {
  readonly door: 'event' | 'schedule' | 'batch' | 'call';
  readonly names: Names;
  /** Which call of its invocation it is, from 1, where a function calls. */
  readonly call?: number;
  /** All that it carries, as one text. */
  text(): string;
}
