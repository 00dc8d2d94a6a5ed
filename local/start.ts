import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFolder } from './kernel/folder-lock.ts';
import { type RunningWorld, runWorld } from './run-world.ts';
import { readSettings, usage } from './settings.ts';
import type { StoryEnd } from './story/judge-story.ts';
import { tellStory, wasTold } from './story/tell-story.ts';
import { synthesize } from './synthesize.ts';
import { createWorld } from './world.ts';

/** The local mode: a small AWS on this machine, with Belay's stack deployed in it. */
async function main(): Promise<number> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const folder = settings.folder ?? join(root, '.belay');
  const release = lockFolder(folder);
  if (settings.reset) clear(folder);

  const assembly = await synthesize();
  const world = await createWorld({
    folder,
    ports: settings.ports,
    speed: settings.speed,
    ...(settings.slackWebhook !== undefined && { slackWebhook: settings.slackWebhook }),
    onProblem: (line) => console.error(`belay: ${line}`),
  });
  const running = await runWorld(world, assembly);
  console.log(`belay: ready api=${running.api} aws=${world.wire.url} registry=${world.registry.url}`);

  const stopped = new Promise<number>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve(0));
  });
  const told =
    settings.story && !wasTold(running) ? await Promise.race([tell(running, settings.speed), stopped]) : undefined;
  if (settings.story && told === undefined)
    console.log('belay: the story was told here before; npm start -- --reset tells it again');
  const ended = typeof told === 'object' ? told : undefined;
  const code = settings.exit || typeof told === 'number' ? Number(!ended?.asItShould) : await stopped;
  await running.stop();
  release();
  if (settings.exit) console.log(ended?.summary ?? 'belay: story ended: it was not told');
  return code;
}

/** Tells the story. That it broke off is an ending too, and not a good one. */
async function tell(running: RunningWorld, speed: number): Promise<StoryEnd> {
  const say = (line: string): void => console.log(line);
  try {
    return await tellStory(running, { speed, say });
  } catch (error) {
    say(`The story broke off: ${error instanceof Error ? error.message : String(error)}`);
    return { asItShould: false, summary: 'belay: story ended: it broke off', lines: [] };
  }
}

/** Takes all state away but the lock. */
function clear(folder: string): void {
  for (const part of ['state', 'registry', 'images', 'processes', 'dynamodb', 'logs', 'secrets'])
    rmSync(join(folder, part), { recursive: true, force: true });
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`belay: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.name === 'UsageError') console.error(usage);
  process.exit(2);
}
