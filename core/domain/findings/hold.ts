import { type Finding, findingsOf } from '../finding.ts';
import type { Reading } from './reading.ts';

/** Is the image one that was taken back, or the service held? */
export function checkHold({ settings: { key }, hold, denied, asked }: Reading): readonly Finding[] {
  const digest = asked.kind === 'there' ? asked.to.digest : undefined;
  const entry = denied.find((one) => one.digest === digest);
  const refused =
    entry === undefined
      ? []
      : findingsOf('denied').refused(
          'Denied',
          `${entry.digest}`,
          `it was rolled back by ${entry.deployment}: ${entry.because}`,
          `belay lift ${key} --digest ${entry.digest}`,
        );
  const held =
    hold === undefined
      ? []
      : findingsOf('hold').warning(
          key,
          `automation keeps off since ${hold.deployment}: ${hold.because}`,
          `belay lift ${key}`,
        );
  return [refused, held].flat();
}
