import { stopOnAlarm } from '../core/operations/stop-on-alarm.ts';
import { readAlarm } from './alarm-event.ts';
import { log } from './log.ts';
import { productionPorts } from './production.ts';

const ports = productionPorts();

/** An alarm fired: the shortest way back, in the first hop. */
export async function handler(event: unknown): Promise<void> {
  const alarm = readAlarm(event);
  const outcomes = await stopOnAlarm(ports, alarm);
  log.info(`alarm ${alarm.name} fired`, { event: 'version:alarm:seen', alarm: alarm.name, outcomes });
}
