import { type CloudAssembly, stackNamed } from './template/cloud-assembly.ts';
import { type DeployedStack, deployStack } from './template/deploy-stack.ts';
import type { World } from './world.ts';

const DEPLOYED = 'stacks';

/** A local AWS that runs. */
export interface RunningWorld {
  readonly world: World;
  /** Address of the HTTPS API. */
  readonly api: string;
  /** Deploys one more stack of the assembly; it comes up again at every later start. */
  deploy(stack: string): Promise<DeployedStack>;
  /** What runs here, by stack name, with its outputs. */
  readonly stacks: ReadonlyMap<string, DeployedStack>;
  stop(): Promise<void>;
}

/** Brings the world up: what ran before runs again, the stacks are brought up to date, and only then anything new can happen. */
export async function runWorld(world: World, assembly: CloudAssembly): Promise<RunningWorld> {
  const { files, log, provisioners } = world;
  const before = files.load<readonly string[]>(DEPLOYED) ?? [];
  const stacks = new Map<string, DeployedStack>();
  const deploy = async (stack: string): Promise<DeployedStack> => {
    stackNamed(assembly, stack);
    const made = await deployStack({ assembly, stack, parameters: {}, provisioners, files, log });
    stacks.set(stack, made);
    files.save(DEPLOYED, [...new Set([...before, ...stacks.keys()])]);
    return made;
  };

  await world.elb.start();
  await world.ecs.resume();
  await deploy('Belay');
  await world.lambda.start();
  world.events.start();
  world.scheduler.start();
  world.stepFunctions.resume();
  for (const stack of before) if (stack !== 'Belay') await deploy(stack);
  await world.elb.settle();
  const port = await world.httpApi.start();

  return {
    world,
    api: `http://127.0.0.1:${port}`,
    deploy,
    stacks,
    stop: () => stopWorld(world),
  };
}

/** Lets go of everything without ending anything: the next start goes on from here. */
export async function stopWorld(world: World): Promise<void> {
  world.scheduler.stop();
  world.events.stop();
  world.stepFunctions.stop();
  world.cloudwatch.stop();
  await world.httpApi.stop();
  await world.lambda.stop();
  world.sqs.close();
  await world.ecs.stop();
  await world.processes.stopAll(2000);
  await Promise.all([world.elb.stop(), world.wire.stop(), world.registry.stop(), world.slack.stop()]);
  await world.dynamodb.stop();
  world.iam.writeRecording();
}
