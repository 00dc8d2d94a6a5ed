import type { Head, Live } from '../domain/deployment.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import { answerAlarm, type Guarded } from '../domain/on-alarm.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';
import { askOnAlarm } from './ask-on-alarm.ts';
import { knowService } from './know-service.ts';
import { type StartRollbackPorts, startRollback } from './start-rollback.ts';
import { type StopPorts, stopLive } from './stop-live.ts';
import { type WakePorts, wakeWait } from './wake.ts';

export type StopOnAlarmPorts = StopPorts & StartRollbackPorts & WakePorts & Pick<Ports, 'rollbackPoints'>;

/** What an alarm led to, for one service. */
export interface AlarmOutcome {
  readonly service: ServiceKey;
  readonly did: 'stopped' | 'rolled-back' | 'asked' | 'nothing';
  /** That it stopped. */
  readonly deployment?: DeploymentId;
  readonly because: string;
}

/** An alarm that went to ALARM, at `firedAt`: milliseconds since 1970, absent where that is not known. */
export interface FiredAlarm {
  readonly name: string;
  readonly reason: string;
  readonly firedAt?: number;
}

/** The shortest way back: from the alarm's event to StopServiceDeployment in three calls in a row. Safe to repeat. */
export async function stopOnAlarm(ports: StopOnAlarmPorts, alarm: FiredAlarm): Promise<readonly AlarmOutcome[]> {
  const guarded = await ports.services.guardedBy(alarm.name);
  const because = `alarm ${alarm.name} went to ALARM: ${alarm.reason.replace(/\.$/, '')}`;
  return Promise.all(guarded.map((one) => stopOne(ports, one, { ...alarm, because })));
}

/** `ended`: the deployment that was seen at the first look, and was over. */
async function stopOne(
  ports: StopOnAlarmPorts,
  guarded: Guarded,
  alarm: FiredAlarm & { readonly because: string },
  ended?: DeploymentId,
): Promise<AlarmOutcome> {
  const { service, by } = guarded;
  const { because } = alarm;
  const head = await ports.deployments.head(service);
  // The next one has looked at its alarms when it began, which was after this.
  if (ended !== undefined && head.live !== undefined && head.live.id !== ended)
    return { service, did: 'nothing', because: `${ended} has ended, and ${head.live.id} began since` };
  const at = new Date(ports.clock.now()).toISOString();
  const answer = answerAlarm(head, { ...alarm, by }, at);
  if (answer.do === 'nothing') return { service, did: 'nothing', because: answer.because };
  if (answer.do === 'ask') {
    await askOnAlarm(ports, head, answer.deployment, because);
    return { service, did: 'asked', because };
  }
  if (answer.do === 'roll-back') {
    await backFromWatch(ports, head, answer.rollbackPoint, because);
    return { service, did: 'rolled-back', because };
  }
  if ((await stopLive(ports, head, { because, by: 'alarm', at })) === 'stopping') {
    if (answer.do === 'make-way')
      throw new Error(
        `${head.live?.id} makes way for the way back of ${head.watch?.deployment}, which is begun when this event is retried`,
      );
    return { service, did: 'stopped', ...(head.live && { deployment: head.live.id }), because };
  }
  // It ended a moment ago: the head says by now that it is under watch, or the machine is about to write so.
  if (ended === undefined && head.live !== undefined) return stopOne(ports, guarded, alarm, head.live.id);
  if (head.live !== undefined) await hastenEnd(ports, head, head.live);
  throw new Error(
    `${head.live?.id} ended in ECS and is not closed yet; the alarm is looked at again when this event is retried`,
  );
}

/**
 * The event of its end may be lost. A good end is handed on at once: the watch begins with it, and there this event, tried again, takes it back.
 * Any other the reconciler looks into with its next round, and not at the deadline.
 */
async function hastenEnd(ports: StopOnAlarmPorts, head: Head, live: Live): Promise<void> {
  const wait = await ports.waits.get(live.id);
  const truth = live.serviceDeployment === undefined ? undefined : await ports.ecs.deployment(live.serviceDeployment);
  if (wait !== undefined && truth?.status === 'SUCCESSFUL') await wakeWait(ports, head, wait, truth);
  else await ports.deployments.advance(head.service, live.id, { dueAt: new Date(ports.clock.now()).toISOString() });
}

/** Nothing is looked at first: whether the point is ready or not, it is the only way that there is. */
async function backFromWatch(ports: StopOnAlarmPorts, head: Head, id: string, because: string): Promise<void> {
  const { service } = head;
  const [state, point] = await Promise.all([knowService(ports, service), ports.rollbackPoints.get(service, id)]);
  if (point === undefined)
    throw new Refused(
      'NothingToRollBackTo',
      `${service} has no rollback point ${id} any more. Deploy a version that works: \`belay deploy ${service} <version>\`.`,
    );
  await startRollback(ports, state, head, point, { by: 'alarm', reason: because });
}
