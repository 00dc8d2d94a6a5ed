import { type Cost, costOf } from '../test/story/cost-of.ts';
import synthesizeOnce from '../test/story/synthesize-once.ts';

const measured = new Map<string, Promise<Cost>>();

/** What one good deployment with two gates costs on the whole local AWS, one task, a bake of `5m` or `30m`; measured once for all figures. */
export function wholeDeployment(bake: '5m' | '30m'): Promise<Cost> {
  const known = measured.get(bake) ?? measure(bake);
  measured.set(bake, known);
  return known;
}

async function measure(bake: string): Promise<Cost> {
  const cost = await costOf({ bake, tasks: 1, speed: 120 });
  if (cost.verdict !== 'SUCCEEDED') throw new Error(`the deployment that is counted ended ${cost.verdict}`);
  return cost;
}

/** Runs what needs worlds, with the stacks synthesized before and taken away after. */
export async function withAssembly<Answer>(run: () => Promise<Answer>): Promise<Answer> {
  const takeAway = await synthesizeOnce();
  try {
    return await run();
  } finally {
    takeAway();
  }
}
