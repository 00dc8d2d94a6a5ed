import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushImage } from '../../local/images/push-image.ts';
import { runWorld, stopWorld } from '../../local/run-world.ts';
import { type Api, apiAt } from '../../local/story/api.ts';
import type { CloudAssembly } from '../../local/template/cloud-assembly.ts';
import { createWorld, type World } from '../../local/world.ts';
import { asOwner } from '../story/as-owner.ts';
import { freePorts } from '../story/free-ports.ts';
import { DeadLetters } from './dead-letters.ts';
import { addLanes, type LaneName } from './lane-template.ts';
import { tinyImage } from './tiny-image.ts';

/** A whole local AWS in this process, with Belay and services in it that are deployed side by side. */
export interface Fleet {
  readonly world: World;
  readonly api: Api;
  readonly apiUrl: string;
  /** Of the load balancer; each service answers below its own name. */
  readonly url: string;
  readonly lanes: readonly LaneName[];
  readonly letters: DeadLetters;
  stop(): Promise<void>;
}

export interface FleetChoices {
  readonly assembly: CloudAssembly;
  /** How many services of each wiring. */
  readonly beside: number;
  readonly inPlace: number;
  readonly speed: number;
}

let fleets = 0;

/** Starts a fleet. Every service serves a placeholder, and Belay does not know them yet. */
export async function startFleet({ assembly, beside, inPlace, speed }: FleetChoices): Promise<Fleet> {
  const lanes = Array.from({ length: beside + inPlace }, (_, index): LaneName => {
    return { name: `lane-${String(index + 1).padStart(2, '0')}`, wiring: index < beside ? 'beside' : 'in place' };
  });
  addLanes(assembly, lanes);
  const folder = mkdtempSync(join(tmpdir(), 'belay-fleet-'));
  const [aws, api, registry] = await freePorts();
  fleets += 1;
  const world = await createWorld({
    folder,
    ports: { aws, api, registry },
    speed,
    balancerAddress: `127.${(process.pid % 200) + 20}.${fleets}.129`,
    onProblem: (line) => console.error(line),
  });
  try {
    const running = await runWorld(world, assembly);
    for (const { name } of [{ name: 'web' }, { name: 'api' }, ...lanes])
      await pushImage(world.registry.url, name, 'placeholder', tinyImage(name, 'placeholder', 'good'));
    const { outputs } = await running.deploy('BelayExample');
    for (const { name } of lanes) await makeAlarm(world, name);
    return {
      world,
      api: apiAt(running.api),
      apiUrl: running.api,
      url: String(outputs.Url),
      lanes,
      letters: new DeadLetters(world),
      async stop() {
        await running.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await stopWorld(world);
    rmSync(folder, { recursive: true, force: true });
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
