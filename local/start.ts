import { existsSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockFolder } from './kernel/folder-lock.ts';
import { refuseTakenPorts } from './refuse-taken-ports.ts';
import { type RunningWorld, runWorld, stopWorld } from './run-world.ts';
import { readSettings, type Settings, usage } from './settings.ts';
import type { StoryEnd } from './story/judge-story.ts';
import { resumeVisitors, tellStory, wasTold } from './story/tell-story.ts';
import { synthesize } from './synthesize.ts';
import { createWorld, type World } from './world.ts';

/** The local mode: a small AWS on this machine, with Belay's stack deployed in it. Gives the exit status. */
async function main(): Promise<number> {
  const settings = readSettings(process.argv.slice(2), process.env);
  const stopped = new Promise<'stopped'>((resolve) => {
    // Ctrl-C comes twice, from the terminal and from the program that started this one: the second must not cut the stopping short.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve('stopped'));
  });
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const folder = settings.folder ?? join(root, '.belay');
  process.once('exit', lockFolder(folder));
  await refuseTakenPorts(settings.ports);
  prepare(folder, settings);

  // Two processors have something to do: the CDK's process, and this one. Neither is left alone when the other fails.
  const [assembly, made] = await Promise.allSettled([synthesize(), makeWorld(folder, settings)]);
  if (made.status === 'rejected') throw made.reason;
  const world = made.value;
  endAll = () => stopWorld(world);
  if (assembly.status === 'rejected') throw assembly.reason;
  const running = await runWorld(world, assembly.value);
  console.log(`belay: ready api=${running.api} aws=${world.wire.url} registry=${world.registry.url}`);

  const told = await Promise.race([live(running, settings), stopped]);
  if (!settings.exit && told !== 'stopped') await stopped;
  await running.stop();
  if (!settings.exit) return 0;
  const end = told === 'stopped' ? undefined : told;
  console.log(end?.summary ?? 'belay: story ended: it was interrupted');
  return end?.asItShould === true ? 0 : 1;
}

function makeWorld(folder: string, settings: Settings): Promise<World> {
  const { ports, speed, balancerAddress, slackWebhook } = settings;
  return createWorld({
    folder,
    ports,
    speed,
    balancerAddress,
    ...(slackWebhook !== undefined && { slackWebhook }),
    onProblem: (line) => console.error(`belay: ${line}`),
  });
}

/** Tells the story where it is wanted and new here; otherwise lets visitors come to what it left. */
async function live(running: RunningWorld, settings: Settings): Promise<StoryEnd | undefined> {
  const say = (line: string): void => console.log(line);
  if (wasTold(running)) {
    await resumeVisitors(running, settings.visitors);
    if (settings.story) say('belay: the story was told here before; npm start -- --reset tells it again');
    return undefined;
  }
  if (!settings.story) return undefined;
  try {
    return await tellStory(running, { speed: settings.speed, visitors: settings.visitors, say });
  } catch (error) {
    say(`The story broke off: ${error instanceof Error ? error.message : String(error)}`);
    return { asItShould: false, summary: 'belay: story ended: it broke off', lines: [] };
  }
}

/** Takes all state away, but the lock, where that was asked for; `--exit` always tells the story anew. */
function prepare(folder: string, { reset, exit }: Settings): void {
  if (!reset && !(exit && existsSync(join(folder, 'state')))) return;
  if (!reset) console.log(`belay: clearing ${folder}, to tell the story anew`);
  for (const part of ['state', 'registry', 'images', 'dynamodb', 'logs', 'secrets'])
    rmSync(join(folder, part), { recursive: true, force: true });
}

/** Milliseconds of real time for the processes of tasks to end in, when all else is lost. */
const LAST_MOMENTS = 5000;

let endAll = async (): Promise<void> => {};
let isBroken = false;

/** Something broke that nobody caught, such as a full disk: state is whole on disk, and the next start goes on from it. */
process.on('uncaughtException', (error) => {
  if (isBroken) return;
  isBroken = true;
  const isDisk = 'code' in error && error.code === 'ENOSPC';
  console.error(
    `belay: stopped by an error: ${isDisk || error.message.startsWith('cannot write') ? error.message : error.stack}`,
  );
  setTimeout(() => process.exit(1), LAST_MOMENTS);
  const end = (): never => process.exit(1);
  endAll().then(end, end);
});

try {
  process.exit(await main());
} catch (error) {
  console.error(`belay: ${error instanceof Error ? error.message : String(error)}`);
  if (error instanceof Error && error.name === 'UsageError') console.error(usage);
  await endAll().catch(() => {});
  process.exit(2);
}
