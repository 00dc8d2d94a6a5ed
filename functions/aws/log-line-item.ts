import type { LogLine } from '../../core/domain/log-line.ts';

/** A log line as an item of the Deployments table. `kind` is what the stream's filter looks for. */
export function lineItem(line: LogLine): Readonly<Record<string, unknown>> {
  return {
    pk: `deployment#${line.deployment}`,
    sk: `line#${String(line.seq).padStart(6, '0')}`,
    kind: 'log-line',
    line,
  };
}
