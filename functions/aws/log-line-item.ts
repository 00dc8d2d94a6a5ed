import type { LogLine } from '../../core/domain/log-line.ts';

/** Puts a log line into the Deployments table, on condition that its number is free. `kind` is what the stream's filter looks for. */
export function newLine(table: string, line: LogLine) {
  return {
    TableName: table,
    Item: {
      pk: `deployment#${line.deployment}`,
      sk: `line#${String(line.seq).padStart(6, '0')}`,
      kind: 'log-line',
      line,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}
