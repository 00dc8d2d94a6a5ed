import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Consumed } from '../../local/dynamodb/capacity.ts';
import type { Switches } from '../../local/ecs/switches.ts';
import type { OciImage, OciIndex } from '../../local/images/image.ts';
import { pushImage } from '../../local/images/push-image.ts';
import { type Load, startLoad } from '../../local/load/start-load.ts';
import { type RunningWorld, runWorld, stopWorld } from '../../local/run-world.ts';
import { type Api, apiAt, type Deployment, until, type Why } from '../../local/story/api.ts';
import { imageOf } from '../../local/story/releases.ts';
import { type CloudAssembly, readAssembly } from '../../local/template/cloud-assembly.ts';
import { createWorld, type World } from '../../local/world.ts';
import { assemblyFolder } from './assembly-folder.ts';
import { freePorts } from './free-ports.ts';
import { put, type Template, templateOf } from './template.ts';

export const WEB = 'staging/web';
export const API = 'staging/api';

export interface WorldChoices {
  /** Milliseconds of local time in one of real time; 60 when it is left out. */
  readonly speed?: number;
  readonly switches?: Partial<Switches>;
  /** Changes Belay's template before it is deployed. */
  readonly belay?: (template: Template) => void;
  /** Changes the example's template before it is deployed. */
  readonly example?: (template: Template) => void;
  onCapacity?(consumed: Consumed): void;
}

/** A whole local AWS in this process, with Belay deployed in it. */
export interface StartedWorld {
  /** Where all of it is kept. */
  readonly folder: string;
  readonly running: RunningWorld;
  readonly world: World;
  readonly api: Api;
  stop(): Promise<void>;
}

/** What a test does with a world in which the example's services are. */
export interface Driven {
  /** Adopts a service of the example's cluster as it runs. */
  adopt(name: string): Promise<void>;
  put(service: string, settings?: object): Promise<void>;
  push(repository: string, tag: string, image?: OciImage | OciIndex): Promise<string>;
  /** What was decided about a tag, as soon as it is more than a promise. */
  decision(service: string, tag: string): Promise<Why['decisions'][number]>;
  /** The deployment when it has ended. `seconds` of real time. */
  end(id: string, seconds?: number): Promise<Deployment>;
  /** Pushes, and follows the deployment that comes of it to its end. */
  ship(repository: string, tag: string, image?: OciImage): Promise<Deployment>;
}

/** A world with the example's services in it, which serve placeholders. */
export interface ExampleWorld extends StartedWorld, Driven {
  /** Of the load balancer's production listener. */
  readonly url: string;
  load(path?: string, perSecond?: number): Load;
}

/** Settings under which a deployment is quick. */
export const QUICK = {
  cluster: 'example',
  policy: { kind: 'semver', range: '>=1.0.0' },
  bake: '30s',
};

/** A change of the example: one task of `web` and none of `api`, where no more are needed. */
export function oneTask(template: Template): void {
  put(template, 'AWS::ECS::Service', 'Web', ['DesiredCount'], 1);
  put(template, 'AWS::ECS::Service', 'Api', ['DesiredCount'], 0);
}

let worlds = 0;

export async function startWorld(choices: WorldChoices = {}): Promise<StartedWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'belay-world-'));
  const [aws, api, registry] = await freePorts();
  worlds += 1;
  const { speed = 60, switches, onCapacity, belay } = choices;
  const { BELAY_RECORDINGS_HERE: recordings } = process.env;
  const world = await createWorld({
    folder,
    ports: { aws, api, registry },
    speed,
    ...(switches && { switches }),
    ...(onCapacity && { onCapacity }),
    // What a changed template allows proves nothing about the one that is deployed.
    ...(recordings !== undefined && belay === undefined && { recordings }),
    // Files that run at the same time are in different pools, and have different addresses.
    balancerAddress: `127.${20 + (Number(process.env.VITEST_POOL_ID ?? 0) % 100)}.${process.pid % 250}.${1 + ((worlds * 10) % 240)}`,
    onProblem: (line) => console.error(line),
  });
  const running = await runWorld(world, assemblyFor(choices)).catch(async (error: unknown) => {
    await stopWorld(world);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  return {
    folder,
    running,
    world,
    api: apiAt(running.api),
    async stop() {
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a world and deploys the example into it, as its owners would. */
export async function startExample(choices: WorldChoices = {}): Promise<ExampleWorld> {
  const started = await startWorld(choices);
  try {
    return await withExample(started);
  } catch (error) {
    await started.stop();
    throw error;
  }
}

async function withExample(started: StartedWorld): Promise<ExampleWorld> {
  const driven = drive(started);
  for (const repository of ['web', 'api']) await driven.push(repository, 'placeholder');
  const { outputs } = await started.running.deploy('BelayExample');
  const url = String(outputs.Url);
  return {
    ...started,
    ...driven,
    url,
    load: (path = '/', perSecond = 30) => startLoad({ url: `${url}${path}`, perSecond }),
  };
}

export function drive({ world, api }: StartedWorld): Driven {
  const push: Driven['push'] = (repository, tag, image = imageOf({ version: tag })) =>
    pushImage(world.registry.url, repository, tag, image);
  const decision: Driven['decision'] = (service, tag) =>
    until(`a decision about ${tag}`, 30, async () => {
      const { decisions } = await api.get<Why>(`/services/${service}/why`);
      return decisions.find((one) => one.tag === tag && one.outcome !== 'deploying');
    });
  const end: Driven['end'] = (id, seconds = 60) =>
    until(`the end of ${id}`, seconds, async () => {
      const deployment = await api.get<Deployment>(`/deployments/${id}`);
      return deployment.status === 'ended' ? deployment : undefined;
    });
  return {
    adopt: (name) =>
      api.post('/adoptions', { cluster: 'example', environment: 'staging', services: [name], dryRun: false }),
    put(service, settings = {}) {
      const name = service.split('/')[1] ?? service;
      return api.put(`/services/${service}`, { ...QUICK, containers: { [name]: name }, ...settings });
    },
    push,
    decision,
    end,
    async ship(repository, tag, image) {
      await push(repository, tag, image);
      const { deployment, because } = await decision(`staging/${repository}`, tag);
      if (deployment === undefined) throw new Error(`${tag} was not deployed: ${because}`);
      return end(deployment);
    },
  };
}

function assemblyFor({ belay, example }: WorldChoices): CloudAssembly {
  const assembly = readAssembly(assemblyFolder());
  const change = (name: string, by: ((template: Template) => void) | undefined): void => {
    if (by !== undefined) by(templateOf(assembly, name));
  };
  change('Belay', belay);
  change('BelayExample', example);
  return assembly;
}
