import { parseDeploymentId } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import { approve } from '../../core/operations/approve.ts';
import { askForDeployment } from '../../core/operations/ask-for-deployment.ts';
import { cancel } from '../../core/operations/cancel.ts';
import { continueNow } from '../../core/operations/continue-now.ts';
import { lift } from '../../core/operations/lift.ts';
import { lock } from '../../core/operations/lock.ts';
import { pause, resume } from '../../core/operations/pause.ts';
import { resolveVersion } from '../../core/operations/resolve-version.ts';
import { rollBack } from '../../core/operations/roll-back.ts';
import { rollBackInEmergency } from '../../core/operations/roll-back-in-emergency.ts';
import type { Ports } from '../../core/ports.ts';
import { SERVICE } from '../builders.ts';
import { versionOf } from './outside.ts';
import type { Act } from './schedule.ts';
import { ENVIRONMENT, type SimulatedWorld } from './simulated-world.ts';

const REASON = 'it is time';
/** Seconds after which somebody tries again what broke. */
const AGAIN = 5;

/** Somebody does something now. What the API would refuse is refused here too. */
export function beginAct(world: SimulatedWorld, act: Act): void {
  const { version = 2 } = act;
  world.trace.note(act.who, act.does, `version ${version}`);
  if (act.does === 'push') {
    world.imagePushed(versionOf(act.as ?? version).version, versionOf(version).digest);
    return;
  }
  void attempt(world, act, act.again === true ? 2 : 0);
}

async function attempt(world: SimulatedWorld, act: Act, more: number): Promise<void> {
  world.toCome++;
  const outcome = await world.invoke(`api ${act.does}`, (ports) => run(world, ports, act));
  world.toCome--;
  if (outcome.ok) return;
  const { errorType, errorMessage } = outcome.error;
  world.trace.note(`api ${act.does}`, errorType, errorMessage);
  if (more > 0 && !isRefusal(errorType)) world.clock.after(AGAIN * 1000, () => void attempt(world, act, more - 1));
}

/** A name of AWS or of a crash, and no refusal of ours, is tried again. */
function isRefusal(errorType: string): boolean {
  return !/Exception|Error|Runtime|Sandbox/.test(errorType);
}

async function run(world: SimulatedWorld, ports: Ports, { does, who: by, version = 2 }: Act): Promise<unknown> {
  switch (does) {
    case 'deploy': {
      const to = await resolveVersion(ports, 'web', versionOf(version).version);
      const request = { service: SERVICE, to, repository: 'web', strategy: 'auto' as const, first: false, by };
      return askForDeployment(ports, { ...request, reason: REASON, whenBusy: 'queue' });
    }
    case 'roll-back':
      return rollBack(ports, { service: SERVICE, to: 'previous', by, reason: REASON });
    case 'emergency':
      return rollBackInEmergency(ports, { environment: ENVIRONMENT, since: 3600, by, reason: REASON, dryRun: false });
    case 'lift':
      return lift(ports, SERVICE, { by, reason: REASON, digest: versionOf(version).digest });
    case 'lock':
      return lock(ports, SERVICE, {
        owner: by,
        reason: REASON,
        until: new Date(world.clock.now() + 1800_000).toISOString(),
      });
    default:
      return onDeployment(world, ports, does, by);
  }
}

async function onDeployment(world: SimulatedWorld, ports: Ports, does: Act['does'], by: string): Promise<unknown> {
  const live = world.head().live?.id ?? world.records().at(-1)?.id;
  if (live === undefined) throw new Refused('UnknownDeployment', 'there is none yet');
  const id = parseDeploymentId(live);
  switch (does) {
    case 'cancel':
      world.happened({ kind: 'cancel', deployment: id });
      return cancel(ports, id, by, REASON);
    case 'approve':
    case 'reject': {
      const approved = does === 'approve';
      world.happened({ kind: 'word', deployment: id, by, approved });
      return approve(ports, { id, by, roles: [], approved });
    }
    case 'pause':
      return pause(ports, id, by);
    case 'resume':
      return resume(ports, id, by);
    case 'continue':
      return continueNow(ports, id, by);
    default:
      throw new Error(`nobody can ${does}`);
  }
}
