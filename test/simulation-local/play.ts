import { isBeside } from '../../core/domain/service.ts';
import { readFaultRules } from '../../local/faults/fault-rules.ts';
import type { Struck } from '../../local/faults/faults.ts';
import { pushImage } from '../../local/images/push-image.ts';
import type { Deployment, Why } from '../../local/story/api.ts';
import type { Schedule } from './draw-schedule.ts';
import { type Fleet, setAlarm } from './fleet.ts';
import { tinyImage } from './tiny-image.ts';
import { readTruth, type Truth } from './truth.ts';

/** How a schedule went. */
export interface Played {
  readonly schedule: Schedule;
  readonly digests: { readonly before: string | undefined; readonly pushed: string };
  readonly versions: { readonly before: string; readonly pushed: string };
  readonly before: Truth;
  readonly struck: readonly Struck[];
  /** Dead letters about it. */
  readonly letters: readonly string[];
  /** How it was when all was over. */
  readonly rest: Rest | undefined;
  /** Why it did not come to rest. */
  readonly broken: string | undefined;
}

export interface Rest {
  readonly deployment: Deployment;
  /** An alarm took it back after its success. */
  readonly takenBack: boolean;
  readonly why: WhyAtRest;
  readonly after: Truth;
}

interface WhyAtRest extends Why {
  readonly hold: object | null;
  readonly denied: readonly { readonly digest: string }[];
  readonly head: { readonly live?: { readonly id: string } };
}

/** Real milliseconds until a push must have come to an end: hours of local time, because a busy machine takes its share. */
const PATIENCE = 300_000;
/** Real milliseconds between two looks. Each is a run of a function, and many services are looked at. */
const LOOK = 750;
/** Real milliseconds in which an alarm surely takes back what is under watch: minutes of local time. */
const ALARM_HOP = 3000;

/** A service to which schedules come one after another. */
export class Lane {
  readonly #fleet: Fleet;
  readonly name: string;
  readonly #others: readonly string[];
  #versions = 0;
  #serving = 'placeholder';

  constructor(fleet: Fleet, name: string) {
    this.#fleet = fleet;
    this.name = name;
    this.#others = fleet.lanes.map((lane) => lane.name).filter((other) => other !== name);
  }

  /** Lets Belay take the service over. */
  async settle(): Promise<void> {
    const adoption = { cluster: 'example', environment: 'staging', services: [this.name], dryRun: false };
    await this.#fleet.api.post('/adoptions', adoption);
  }

  /** Plays a schedule until all is at rest. Throws only where the world itself is broken. */
  async play(schedule: Schedule): Promise<Played> {
    const { api, world } = this.#fleet;
    this.#versions += 1;
    const version = `1.${this.#versions}.0`;
    const before = await readTruth(this.#fleet, this.name);
    await api.put(`/services/staging/${this.name}`, settingsFor(this.name, schedule));
    const faults = this.#open(schedule);
    let rest: Rest | undefined;
    let broken: string | undefined;
    let pushed = '';
    try {
      const image = tinyImage(this.name, version, schedule.condition);
      pushed = await pushImage(world.registry.url, this.name, version, image);
      const deployment = await this.#followed(version, schedule);
      // An alarm that came at the very end is still on its way.
      if (schedule.alarmAfter !== undefined) await pause(ALARM_HOP);
      rest = {
        deployment,
        why: await this.#rest(),
        takenBack: await this.#isTakenBack(deployment),
        after: await come('what runs', () => readTruth(this.#fleet, this.name)),
      };
    } catch (error) {
      broken = error instanceof Error ? error.message : String(error);
    }
    faults?.close();
    const played: Played = {
      schedule,
      digests: { before: before.tasks[0], pushed },
      versions: { before: this.#serving, pushed: version },
      before,
      struck: faults?.report().struck ?? [],
      letters: await this.#fleet.letters.about(this.name, this.#others),
      rest,
      broken,
    };
    this.#serving = rest?.after.answering[0] ?? this.#serving;
    if (schedule.alarmAfter !== undefined) await setAlarm(world, this.name, 'OK');
    await this.#lift(pushed);
    return played;
  }

  #open({ seed, faults }: Schedule) {
    if (faults.length === 0) return undefined;
    const rules = readFaultRules({ seed, rules: faults.map((fault) => ({ ...fault, about: this.name })) });
    if ('wrong' in rules) throw new Error(rules.wrong);
    return this.#fleet.faults.open(rules);
  }

  /** The deployment that a push led to, when it has ended. */
  async #followed(version: string, { alarmAfter }: Schedule): Promise<Deployment> {
    const { api, world } = this.#fleet;
    const id = await come(`a deployment of ${version}`, async () => {
      const { decisions } = await api.get<Why>(`/services/staging/${this.name}/why`);
      return decisions.find((one) => one.tag === version && one.outcome !== 'deploying')?.deployment;
    });
    const isOver =
      alarmAfter === undefined
        ? undefined
        : world.clock.after(alarmAfter * 1000, () => void setAlarm(world, this.name, 'ALARM'));
    return come(`the end of ${id}`, async () => {
      const deployment = await api.get<Deployment>(`/deployments/${id}`);
      return deployment.status === 'ended' ? deployment : undefined;
    }).finally(isOver);
  }

  #rest(): Promise<WhyAtRest> {
    return come('rest', async () => {
      const why = await this.#fleet.api.get<WhyAtRest>(`/services/staging/${this.name}/why`);
      return why.head.live === undefined ? why : undefined;
    });
  }

  async #isTakenBack({ id }: Deployment): Promise<boolean> {
    const { items } = await this.#fleet.api.get<{
      readonly items: readonly (Deployment & { readonly kind: string })[];
    }>(`/deployments?service=staging/${this.name}&limit=1`);
    return items[0]?.kind === 'rollback' && items[0].id !== id;
  }

  async #lift(digest: string): Promise<void> {
    const of = digest === '' ? '' : `?digest=${digest}`;
    await fetch(`${this.#fleet.running.api}/v1/services/staging/${this.name}/hold${of}`, { method: 'DELETE' });
  }
}

function settingsFor(name: string, { strategy }: Schedule): object {
  return {
    cluster: 'example',
    containers: { [name]: name },
    policy: { kind: 'semver', range: '>=1.0.0' },
    strategy,
    ...(isBeside(strategy) && {
      strategies: { canary: { percent: 50, bake: '30s' }, linear: { percent: 50, bake: '30s' } },
    }),
    alarms: [name],
    bake: '30s',
    watch: '30s',
  };
}

/** Looks until something is there; a look that fails is made again. Throws with `what` when it does not come. */
async function come<Thing>(what: string, look: () => Promise<Thing | undefined>): Promise<Thing> {
  const end = performance.now() + PATIENCE;
  for (;;) {
    let failed = '';
    const thing = await look().catch((error: unknown) => {
      failed = `: ${error}`;
      return undefined;
    });
    if (thing !== undefined) return thing;
    if (performance.now() > end)
      throw new Error(`waited ${PATIENCE / 1000} s for ${what}, and it did not come${failed}`);
    await pause(LOOK);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
