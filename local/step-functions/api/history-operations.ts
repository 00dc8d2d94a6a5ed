import type { GetExecutionHistoryInput, GetExecutionHistoryOutput, HistoryEvent } from '@aws-sdk/client-sfn';
import { type Operations, operation } from '../../kernel/aws-service.ts';
import type { Executions } from '../executions.ts';
import type { StoredEvent } from '../run/history.ts';
import { page } from './page.ts';

export function historyOperations(executions: Executions): Operations {
  return {
    GetExecutionHistory: operation<GetExecutionHistoryInput, GetExecutionHistoryOutput>({
      permissions: ({ executionArn = '' }) => [{ action: 'states:GetExecutionHistory', resource: executionArn }],
      run(input) {
        const { events } = executions.find(input.executionArn ?? '');
        const { items, next } = page(input.reverseOrder ? events.toReversed() : events, input);
        return { events: items.map((event) => shown(event, input.includeExecutionData ?? true)), ...next };
      },
    }),
  };
}

const DATA = new Set(['input', 'output', 'inputDetails', 'outputDetails', 'parameters', 'assignedVariables']);

function shown(event: StoredEvent, withData: boolean): HistoryEvent {
  const dated = { ...event, timestamp: new Date(event.timestamp) };
  return withData
    ? dated
    : (Object.fromEntries(
        Object.entries(dated).map(([name, value]) => [name, bare(value)]),
      ) as unknown as HistoryEvent);
}

function bare(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !DATA.has(name)));
}
