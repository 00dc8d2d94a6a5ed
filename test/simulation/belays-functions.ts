import { parseDeploymentId, parseServiceKey } from '../../core/domain/names.ts';
import { announceDue } from '../../core/operations/announce.ts';
import { closeAbandoned } from '../../core/operations/close-abandoned.ts';
import { type Due, endBake } from '../../core/operations/end-bake.ts';
import { keepLastWords } from '../../core/operations/keep-last-words.ts';
import { keepTime } from '../../core/operations/keep-time.ts';
import { letStrangerThrough } from '../../core/operations/let-stranger-through.ts';
import { noteDeadTask } from '../../core/operations/note-dead-task.ts';
import { recordStranger } from '../../core/operations/record-stranger.ts';
import { startWaiting } from '../../core/operations/start-waiting.ts';
import { type Late, tellLate } from '../../core/operations/tell-late.ts';
import { wake } from '../../core/operations/wake.ts';
import type { Ports } from '../../core/ports.ts';
import type { EcsEvent } from '../fakes/ecs-records.ts';

/** What a one-time schedule says when its time has come. */
export type DueInput =
  | Due
  | { readonly start: { service: string } | { environment: string } }
  | { readonly late: Late }
  | { readonly soon: Parameters<typeof announceDue>[1] };

/** What the functions behind the events call, without the envelopes of the events. */
export async function onEcsEvent(ports: Ports, event: EcsEvent): Promise<void> {
  for (const service of await ports.services.concernedBy('ecs-service', 'example/web')) {
    if (event.kind === 'task') {
      const died = await noteDeadTask(ports, service, event);
      if (died?.count === 1) await keepLastWords(ports, { ...died.deployment, taskDefinition: event.taskDefinition });
      continue;
    }
    const woken = await wake(ports, service);
    if (event.kind === 'hook') await letStrangerThrough(ports, service, event.deployment);
    else if (woken !== 'woken') await recordStranger(ports, service);
  }
}

export async function onDue(ports: Ports, due: DueInput): Promise<void> {
  if ('late' in due) await tellLate(ports, due.late);
  else if ('soon' in due) await announceDue(ports, due.soon);
  else if (!('start' in due)) await endBake(ports, due);
  else if ('service' in due.start) await startWaiting(ports, parseServiceKey(due.start.service));
  else await keepTime(ports, due.start.environment);
}

export function onExecutionEnded(ports: Ports, name: string, status: string): Promise<void> {
  return closeAbandoned(ports, parseDeploymentId(name), status);
}
