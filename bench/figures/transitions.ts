import { aBelay } from '../../test/state-machines/a-belay.ts';
import type { Figure } from '../figure.ts';
import { growth } from '../growth.ts';
import { pollFor } from '../polling-loop.ts';

const BAKES = { '5 min': 5, '30 min': 30, '60 min': 60, '24 h': 24 * 60 } as const;

export const transitions: Figure = {
  id: 'transitions',
  what: 'state transitions of one good blue/green deployment with two gates, by its bake',
  unit: 'transitions',
  floor: 3,
  peerWhat:
    'a machine that waits 15 seconds, asks and decides, on the same interpreter; at 24 h it fails on the way, at the 25,000 events that a history may have',
  bar: { '5 min': 20, '30 min': 20, '60 min': 20, '24 h': 20, growth: 0 },
  how: 'The machines that are deployed, with the real steps, over fakes of AWS in virtual time; every state that is entered counts, of `deploy` and of its strategy. `growth` is the exponent over the bake.',
  async measure() {
    const ours = await byBake(transitionsOf);
    return { value: ours, peer: await byBake(pollFor) };
  },
};

async function byBake(measure: (minutes: number) => Promise<number>): Promise<Readonly<Record<string, number>>> {
  const points: [string, number][] = [];
  for (const [name, minutes] of Object.entries(BAKES)) points.push([name, await measure(minutes)]);
  const sizes = Object.values(BAKES).map((minutes, index) => [minutes, points[index]?.[1] ?? Number.NaN] as const);
  return { ...Object.fromEntries(points), growth: growth(sizes) };
}

async function transitionsOf(minutes: number): Promise<number> {
  const belay = await aBelay({ settings: { bake: minutes * 60 } });
  const id = await belay.deploy();
  const { verdict, because } = await belay.end(id);
  if (verdict !== 'SUCCEEDED') throw new Error(`the deployment that is counted ended ${verdict}: ${because}`);
  return belay.transitions('deploy', id) + belay.transitions('blue-green', `${id}-1`);
}
