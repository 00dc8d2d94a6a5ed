import type { Ports } from '../ports.ts';
import { scheduleRules } from './schedule-rules.ts';
import { type StartWaitingPorts, startWaitingIn } from './start-waiting.ts';

/** A freeze has ended or a window has opened: starts what waited for it, and sees to the next time. Safe to repeat. */
export async function keepTime(
  ports: StartWaitingPorts & Pick<Ports, 'schedules'>,
  environment: string,
): Promise<void> {
  await scheduleRules(ports, environment);
  await startWaitingIn(ports, environment);
}
