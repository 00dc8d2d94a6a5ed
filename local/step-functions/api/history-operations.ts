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
  const { timestamp, ...rest } = withData ? event : withoutData(event);
  return { ...rest, timestamp: new Date(timestamp) };
}

/** What goes is optional in the details of every kind of event, so an event stays one; the compiler cannot see that. */
function withoutData(event: StoredEvent): StoredEvent {
  const entries = Object.entries(event).map(([name, value]) => {
    if (typeof value !== 'object') return [name, value];
    return [name, Object.fromEntries(Object.entries(value).filter(([detail]) => !DATA.has(detail)))];
  });
  return Object.fromEntries(entries) as StoredEvent;
}
