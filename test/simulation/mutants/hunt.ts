import { runSchedule } from '../run-schedule.ts';
import { runSeed } from '../run-seeds.ts';
import { directed, overtaken } from './directed.ts';
import { SCENES, type Scene, wrongWith } from './scenes.ts';

/** What came of a hunt. */
export interface Catch {
  /** The invariant that did not hold first, and what was found. Absent: everything was as it must be. */
  readonly killedBy?: string;
  readonly found?: string;
  /** Schedules that were run, the one that showed it included. */
  readonly after: number;
}

/** How far a hunt goes. */
export interface Reach {
  /** From 1 to this one. */
  readonly seeds: number;
  /** Are the directed schedules run after them? */
  readonly directed: boolean;
}

/** The name under which a scene that ends otherwise than it must is told. */
const SCENE = 'scene';

/** Runs the scenes, the seeds and the directed schedules until something is not as it must be, or there are none left. */
export async function hunt(reach: Reach): Promise<Catch> {
  let after = 0;
  for await (const wrong of whatIsWrong(reach)) {
    after++;
    if (wrong !== undefined) return { killedBy: wrong.id, found: wrong.found, after };
  }
  return { after };
}

type Wrong = { readonly id: string; readonly found: string } | undefined;

async function* whatIsWrong({ seeds, directed: goesOn }: Reach): AsyncGenerator<Wrong> {
  for (const scene of SCENES) yield played(scene);
  for (let seed = 1; seed <= seeds; seed++) yield (await runSeed(seed)).run.violations[0];
  if (!goesOn) return;
  for await (const schedule of directed()) yield (await runSchedule(schedule)).violations[0];
  for await (const scene of overtaken()) yield played(scene);
}

async function played(scene: Scene): Promise<Wrong> {
  const run = await runSchedule(scene.schedule);
  const found = wrongWith(scene, run);
  return run.violations[0] ?? (found === undefined ? undefined : { id: SCENE, found });
}
