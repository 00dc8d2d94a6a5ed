import type { EmitEvent } from '../kernel/aws-event.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Cancel, Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Lambdas } from '../lambda/ports.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { goOn } from './engine/go-on.ts';
import { nextDue } from './engine/next-due.ts';
import type { Random } from './ids.ts';
import { clusterOperations } from './operations/cluster-operations.ts';
import { deploymentOperations } from './operations/deployment-operations.ts';
import { protectionOperations } from './operations/protection-operations.ts';
import { serviceOperations } from './operations/service-operations.ts';
import { tagOperations } from './operations/tag-operations.ts';
import { taskDefinitionOperations } from './operations/task-definition-operations.ts';
import { taskOperations } from './operations/task-operations.ts';
import type { AlarmStates, Balancer, Images, Processes } from './ports.ts';
import { ecsProvisioners } from './provisioners/ecs-provisioners.ts';
import { addressesIn, fargateVcpu } from './read/taken.ts';
import { closeDown, resume } from './resume.ts';
import { Store } from './store.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches.ts';
import { freePort } from './tasks/free-port.ts';
import { Turns } from './turns.ts';
import type { DeploymentNotice, ReadSecret, World, WriteLog } from './world.ts';

export interface EcsParts {
  readonly clock: Clock;
  readonly files: StateFiles;
  readonly emit: EmitEvent;
  readonly images: Images;
  readonly processes: Processes;
  readonly balancer: Balancer;
  readonly alarms: AlarmStates;
  readonly switches?: Partial<Switches>;
  /** 0 ≤ n < 1, as Math.random gives it. */
  readonly random: Random;
  /** For AWS_LAMBDA lifecycle hooks; without it they are refused. */
  readonly lambdas?: Lambdas;
  /** For `secrets` of containers; without it a task that has some does not start. */
  readonly readSecret?: ReadSecret;
  /** For the log driver awslogs; without it a task's lines are kept in this process alone. */
  readonly writeLog?: WriteLog;
  /** A free loopback port, the wanted one if it can be. */
  readonly freePort?: (wanted?: number) => Promise<number>;
}

export interface Ecs {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  /** Goes on where the state files stopped: the same tasks, deployments, timers and weights. Call it once, before anything else. */
  resume(): Promise<void>;
  /** Ends all processes without recording that their tasks stopped: the next start brings them back. */
  stop(): Promise<void>;
  /** Tells when deployments begin and end. */
  onDeployment(listener: (notice: DeploymentNotice) => void): Cancel;
  /** vCPU of the tasks that run on Fargate. */
  fargateVcpu(how: 'on-demand' | 'spot'): number;
  /** Addresses that tasks of services have in a subnet. */
  addressesIn(subnet: string): number;
  /** The last lines, at most 200, that a task has written since the local AWS was started. */
  logs(taskArn: string): readonly string[];
}

/** The local Amazon ECS. */
export function createEcs(parts: EcsParts): Ecs {
  const listeners = new Set<(notice: DeploymentNotice) => void>();
  const turns = new Turns({ goOn, nextDue });
  const world: World = {
    clock: parts.clock,
    images: parts.images,
    processes: parts.processes,
    balancer: parts.balancer,
    alarms: parts.alarms,
    lambdas: parts.lambdas,
    readSecret: parts.readSecret,
    writeLog: parts.writeLog,
    freePort: parts.freePort ?? freePort,
    random: parts.random,
    switches: { ...DEFAULT_SWITCHES, ...parts.switches },
    store: new Store(parts.files, parts.emit),
    live: new Map(),
    invoking: new Set(),
    resolving: new Map(),
    closed: false,
    turn: (work) => turns.run(world, work),
    wake: (serviceArn) => turns.wake(serviceArn),
    announce: (notice) => {
      for (const listener of listeners) listener(notice);
    },
  };
  const service: AwsService = {
    name: 'ecs',
    operations: {
      ...clusterOperations(world),
      ...taskDefinitionOperations(world),
      ...serviceOperations(world),
      ...deploymentOperations(world),
      ...taskOperations(world),
      ...protectionOperations(world),
      ...tagOperations(world),
    },
  };
  const onDeployment = (listener: (notice: DeploymentNotice) => void): Cancel => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const unsubscribe = watch(world);
  return {
    service,
    provisioners: ecsProvisioners(world, onDeployment),
    onDeployment,
    resume: () => resume(world),
    async stop() {
      turns.cancelAll();
      for (const cancel of unsubscribe) cancel();
      await closeDown(world);
    },
    fargateVcpu: (how) => fargateVcpu(world, how),
    addressesIn: (subnet) => addressesIn(world, subnet),
    logs: (taskArn) => [...(world.live.get(taskArn)?.lines ?? [])],
  };
}

function watch(world: World): Cancel[] {
  const services = (): string[] =>
    Object.values(world.store.services.services)
      .filter((service) => service.status === 'ACTIVE')
      .map((service) => service.arn);
  const wakeAll = (): void => {
    if (!world.closed) world.turn(() => services().forEach((arn) => void world.wake(arn)));
  };
  return [world.balancer.onHealthChange(wakeAll), world.alarms.onChange(wakeAll)];
}
