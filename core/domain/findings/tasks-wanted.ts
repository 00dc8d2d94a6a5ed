import { serviceWords } from '../command-words.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { Reading } from './reading.ts';

/** Without a task ECS resolves no digest, and nothing proves what was deployed. */
export function checkTasksWanted({ ecs }: Pick<Reading, 'ecs'>): readonly Finding[] {
  const service = seenOf(ecs);
  if (service === undefined || service.desiredCount > 0) return [];
  const next = `aws ecs update-service ${serviceWords(service)} --desired-count 1`;
  const because = 'no task is wanted, so that nothing would show which version runs';
  return [findingsOf('tasks-wanted').refused('NotRunning', service.name, because, next)];
}
