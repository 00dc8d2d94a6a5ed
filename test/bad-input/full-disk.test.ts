import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { pushImage } from '../../local/images/push-image.ts';
import { type RunningWorld, runWorld } from '../../local/run-world.ts';
import { apiAt, until } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { readAssembly } from '../../local/template/cloud-assembly.ts';
import { createWorld } from '../../local/world.ts';
import { assemblyFolder } from '../story/assembly-folder.ts';
import { freePorts } from '../story/free-ports.ts';
import { type LocalMode, processesOf, startLocalMode } from '../story/local-mode.ts';

const disk = mkdtempSync(join(tmpdir(), 'belay-disk-'));
const folder = join(disk, 'belay');
const isMounted = mount();
let mode: LocalMode | undefined;
let again: RunningWorld | undefined;

afterAll(async () => {
  await mode?.signal('SIGKILL');
  await again?.stop();
  if (isMounted) execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** A disk of 8 MB. Only root can have one, so that elsewhere there is nothing to see here. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Writes until nothing more fits, and gives what makes room again. */
function fill(): () => void {
  const ballast = join(disk, 'ballast');
  const file = openSync(ballast, 'w');
  for (let size = 65_536; size > 0; size = Math.floor(size / 2))
    try {
      for (;;) writeSync(file, Buffer.alloc(size));
    } catch {
      // No more of this size.
    }
  closeSync(file);
  return () => rmSync(ballast);
}

const release = (version: string) => imageOf({ version });
const tagsAt = async (api: string): Promise<readonly string[]> => {
  const { items } = await apiAt(api).get<{ items: readonly { tags: string[] }[] }>('/versions?repository=web');
  return items.flatMap(({ tags }) => tags).sort();
};

test.skipIf(!isMounted)(
  'a full disk is told to who pushes and to who started it, and what is on it stays whole',
  async () => {
    mode = await startLocalMode(folder, ['--no-story'], { BELAY_SPEED: '600' });
    const { said, api, signal } = mode;
    const [, registry = ''] = /registry=(\S+)/.exec(said()) ?? [];
    await pushImage(registry, 'web', '1.0.0', release('1.0.0'));
    await until('the first version', 10, async () => ((await tagsAt(api)).length === 1 ? true : undefined));

    const makeRoom = fill();
    await expect(pushImage(registry, 'web', '1.1.0', release('1.1.0'))).rejects.toThrow(
      /disk.*full.*free some space|fetch failed/,
    );
    expect(await signal('SIGCONT')).toBe(1);
    expect(said()).toMatch(new RegExp(`belay: stopped by an error: cannot write ${folder}/\\S+: ENOSPC`));
    expect(said()).not.toMatch(/\n\s+at /);
    expect(processesOf(folder)).toEqual([]);

    makeRoom();
    for (const path of filesIn(folder)) {
      expect(path).not.toMatch(/\.new$/);
      if (path.endsWith('.json')) expect(() => JSON.parse(readFileSync(path, 'utf8')), path).not.toThrow();
    }
    again = await restarted();
    expect(await tagsAt(again.api)).toEqual(['1.0.0']);
    await pushImage(again.world.registry.url, 'web', '1.1.0', release('1.1.0'));
    await until('the second version', 10, async () =>
      (await tagsAt(again?.api ?? '')).length === 2 ? true : undefined,
    );
  },
);

/** Starts on the same folder, in this process, which needs no synthesis. */
async function restarted(): Promise<RunningWorld> {
  const [aws, api, registry] = await freePorts();
  const world = await createWorld({
    folder,
    ports: { aws, api, registry },
    speed: 60,
    balancerAddress: '127.19.8.1',
    onProblem: (line) => console.error(line),
  });
  return runWorld(world, readAssembly(assemblyFolder()));
}

function filesIn(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => join(root, name))
    .filter((path) => statSync(path).isFile());
}
