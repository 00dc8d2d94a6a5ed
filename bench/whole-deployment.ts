import { measureDeployment } from '../test/story/cost-of.ts';
import synthesizeOnce from '../test/story/synthesize-once.ts';

type Measurement = Awaited<ReturnType<typeof measureDeployment>>;

const measured = new Map<string, Promise<Measurement>>();

/** What one good deployment with two gates costs on the whole local AWS, one task, a bake of `5m` or `30m`; measured once for all figures. */
export function wholeDeployment(bake: '5m' | '30m'): Promise<Measurement> {
  const known = measured.get(bake) ?? measure(bake);
  measured.set(bake, known);
  return known;
}

async function measure(bake: string): Promise<Measurement> {
  const measurement = await measureDeployment({ bake, tasks: 1, speed: 120 });
  const { verdict } = measurement.cost;
  if (verdict !== 'SUCCEEDED') throw new Error(`the deployment that is counted ended ${verdict}`);
  return measurement;
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
