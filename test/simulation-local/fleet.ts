import { pushImage } from '../../local/images/push-image.ts';
import type { World } from '../../local/world.ts';
import { asOwner } from '../story/as-owner.ts';
import { type StartedWorld, startWorld } from '../story/world-fixture.ts';
import { DeadLetters } from './dead-letters.ts';
import { FaultLog } from './fault-log.ts';
import { addLanes, type LaneName } from './lane-template.ts';
import { tinyImage } from './tiny-image.ts';

/** A whole local AWS in this process, with Belay and services in it that are deployed side by side. */
export interface Fleet extends StartedWorld {
  /** Of the load balancer; each service answers below its own name. */
  readonly url: string;
  readonly lanes: readonly LaneName[];
  readonly letters: DeadLetters;
  readonly faults: FaultLog;
}

/**
 * Milliseconds of local time in one of real time. At more, a machine on which processes wait for their turn runs into deadlines that are
 * minutes on AWS.
 */
const SPEED = 60;

/** Starts a fleet of as many services of each wiring. Each serves a placeholder, and Belay does not know them yet. */
export async function startFleet(beside: number, inPlace: number): Promise<Fleet> {
  const lanes = Array.from({ length: beside + inPlace }, (_, index): LaneName => {
    return { name: `lane-${String(index + 1).padStart(2, '0')}`, wiring: index < beside ? 'beside' : 'in place' };
  });
  const started = await startWorld({ speed: SPEED, example: (template) => addLanes(template, lanes) });
  try {
    const { world, running } = started;
    for (const name of ['web', 'api', ...lanes.map((lane) => lane.name)])
      await pushImage(world.registry.url, name, 'placeholder', tinyImage(name, 'placeholder', 'good'));
    const { outputs } = await running.deploy('BelayExample');
    for (const { name } of lanes) await makeAlarm(world, name);
    const faults = new FaultLog(world.faults);
    return { ...started, url: String(outputs.Url), lanes, faults, letters: new DeadLetters(world, faults) };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** An alarm that stays as somebody sets it. */
async function makeAlarm(world: World, name: string): Promise<void> {
  await asOwner(world, 'cloudwatch', 'PutMetricAlarm', {
    AlarmName: name,
    Namespace: 'Simulation',
    MetricName: name,
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  });
  await setAlarm(world, name, 'OK');
}

export async function setAlarm(world: World, name: string, state: 'OK' | 'ALARM'): Promise<void> {
  const StateReason = `set to ${state}`;
  await asOwner(world, 'cloudwatch', 'SetAlarmState', { AlarmName: name, StateValue: state, StateReason });
}
