import type {
  CreateServiceRequest,
  DeploymentConfiguration,
  DescribeServiceDeploymentsResponse,
  DescribeServiceRevisionsResponse,
  DescribeServicesResponse,
  DescribeTasksResponse,
  ListServiceDeploymentsResponse,
  ListTasksResponse,
  RegisterTaskDefinitionRequest,
  RegisterTaskDefinitionResponse,
  Service,
  ServiceDeployment,
  ServiceRevision,
  Task,
  UpdateServiceRequest,
} from '@aws-sdk/client-ecs';
import { createEcs, type Ecs } from '../../../local/ecs/create-ecs.ts';
import type { Switches } from '../../../local/ecs/switches.ts';
import type { WriteLog } from '../../../local/ecs/world.ts';
import type { AwsEvent } from '../../../local/kernel/aws-event.ts';
import { type StateFiles, stateFilesInMemory } from '../../../local/kernel/state-files.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import type { Lambdas } from '../../../local/lambda/ports.ts';
import { FakeAlarms } from './fakes/fake-alarms.ts';
import { FakeBalancer } from './fakes/fake-balancer.ts';
import { FakeImages } from './fakes/fake-images.ts';
import { FakeProcesses } from './fakes/fake-processes.ts';

export const MINUTE = 60_000;
export const BLUE = 'arn:group/blue';
export const GREEN = 'arn:group/green';
export const RULE = 'arn:rule/production';
export const TEST_RULE = 'arn:rule/test';

/** Reproducible random numbers: a linear congruential generator. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** The table of operations has forgotten its types; the tests name those of the SDK. */
const untyped = (input: object): never => input as never;
const typed = <Output>(answer: unknown): Output => answer as Output;

export interface Circumstances {
  readonly switches?: Partial<Switches>;
  readonly lambdas?: Lambdas;
  readonly writeLog?: WriteLog;
}

/** The local Amazon ECS among fakes, in virtual time. */
export class AnEcs {
  readonly files: StateFiles;
  readonly events: AwsEvent[] = [];
  readonly clock: VirtualClock;
  readonly images: FakeImages;
  readonly processes: FakeProcesses;
  readonly balancer: FakeBalancer;
  readonly alarms: FakeAlarms;
  readonly ecs: Ecs;
  readonly #circumstances: Circumstances;
  static #seed = 1;

  constructor(circumstances: Circumstances = {}, after?: AnEcs) {
    this.#circumstances = circumstances;
    this.files = after?.files ?? stateFilesInMemory();
    this.clock = new VirtualClock(after?.clock.now());
    this.images = after?.images ?? new FakeImages();
    this.alarms = new FakeAlarms(after?.alarms);
    this.processes = new FakeProcesses(this.clock);
    this.balancer = new FakeBalancer(this.clock, this.processes);
    this.balancer.rules.set(RULE, { [BLUE]: 1, [GREEN]: 0 });
    this.balancer.rules.set(TEST_RULE, { [BLUE]: 1, [GREEN]: 0 });
    let port = 20_000;
    this.ecs = createEcs({
      clock: this.clock,
      files: this.files,
      emit: (event) => this.events.push(structuredClone(event)),
      images: this.images,
      processes: this.processes,
      balancer: this.balancer,
      alarms: this.alarms,
      random: numbers(AnEcs.#seed++),
      freePort: async () => port++,
      ...circumstances,
    });
  }

  /** What is there after `kill -9` and a start: the same files, other processes, an empty load balancer. */
  async killedAndStarted(): Promise<AnEcs> {
    const next = new AnEcs(this.#circumstances, this);
    await next.ecs.resume();
    await next.clock.advance(0);
    return next;
  }

  /** Calls an operation and lets everything happen that needs no time. */
  async call<Output = object>(name: string, input: object): Promise<Output> {
    const operation = this.ecs.service.operations[name];
    if (operation === undefined) throw new Error(`no operation ${name}`);
    const caller = { arn: 'arn:aws:iam::000000000000:root', role: undefined };
    const answer = await operation.run(untyped(input), { caller });
    await this.clock.advance(0);
    return typed<Output>(answer);
  }

  async pass(minutes: number): Promise<void> {
    await this.clock.advance(minutes * MINUTE);
  }

  /** Pushes an image that behaves so, and registers a task definition for it. Gives back its ARN. */
  async version(name: string, behaviour = 'good', more: Partial<RegisterTaskDefinitionRequest> = {}): Promise<string> {
    this.images.push(`shop/web:${name}`, behaviour);
    const { taskDefinition } = await this.call<RegisterTaskDefinitionResponse>('RegisterTaskDefinition', {
      family: 'web',
      memory: '512',
      containerDefinitions: [{ name: 'web', image: `shop/web:${name}`, portMappings: [{ containerPort: 8080 }] }],
      ...more,
    });
    return taskDefinition?.taskDefinitionArn ?? '';
  }

  /** Cluster `shop` with service `web`, whose first deployment has come as far as it goes in an hour. */
  async service(request: Partial<CreateServiceRequest>, behaviour = 'good'): Promise<void> {
    await this.call('CreateCluster', { clusterName: 'shop' });
    const taskDefinition = await this.version('1', behaviour);
    await this.call('CreateService', { cluster: 'shop', serviceName: 'web', taskDefinition, ...request });
    await this.pass(60);
  }

  async update(request: Partial<UpdateServiceRequest>): Promise<ServiceDeployment> {
    await this.call('UpdateService', { cluster: 'shop', service: 'web', ...request });
    return this.deployment();
  }

  async describe(): Promise<Service> {
    const request = { cluster: 'shop', services: ['web'], include: ['TAGS'] };
    const { services } = await this.call<DescribeServicesResponse>('DescribeServices', request);
    return services?.[0] ?? {};
  }

  /** A deployment by ARN; else the newest. */
  async deployment(arn?: string): Promise<ServiceDeployment> {
    const request = { cluster: 'shop', service: 'web' };
    const listed = await this.call<ListServiceDeploymentsResponse>('ListServiceDeployments', request);
    const serviceDeploymentArns = [arn ?? listed.serviceDeployments?.[0]?.serviceDeploymentArn];
    const described = await this.call<DescribeServiceDeploymentsResponse>('DescribeServiceDeployments', {
      serviceDeploymentArns,
    });
    return described.serviceDeployments?.[0] ?? {};
  }

  async revision(arn: string | undefined): Promise<ServiceRevision> {
    const request = { serviceRevisionArns: [arn] };
    const described = await this.call<DescribeServiceRevisionsResponse>('DescribeServiceRevisions', request);
    return described.serviceRevisions?.[0] ?? {};
  }

  async tasks(desiredStatus: 'RUNNING' | 'STOPPED' = 'RUNNING'): Promise<Task[]> {
    const request = { cluster: 'shop', serviceName: 'web', desiredStatus };
    const { taskArns = [] } = await this.call<ListTasksResponse>('ListTasks', request);
    if (taskArns.length === 0) return [];
    const described = await this.call<DescribeTasksResponse>('DescribeTasks', { cluster: 'shop', tasks: taskArns });
    return described.tasks ?? [];
  }

  /** `images` of the tasks that should run, sorted. */
  async serving(): Promise<(string | undefined)[]> {
    return (await this.tasks()).map((task) => task.containers?.[0]?.image?.replace('shop/web:', '')).sort();
  }

  /** Names of the events of a kind, in order. */
  eventNames(detailType: string): unknown[] {
    return this.events
      .filter((event) => event.detailType === detailType)
      .map(({ detail }) => ('eventName' in detail ? detail.eventName : undefined));
  }
}

export const ROLLING: Partial<CreateServiceRequest> = {
  desiredCount: 2,
  loadBalancers: [{ targetGroupArn: BLUE, containerName: 'web', containerPort: 8080 }],
};

/** A service behind a rule with two target groups; `more` goes over its deployment configuration. */
export function shifting(
  strategy: DeploymentConfiguration['strategy'],
  more: DeploymentConfiguration = {},
): Partial<CreateServiceRequest> {
  return {
    desiredCount: 2,
    loadBalancers: [
      {
        targetGroupArn: BLUE,
        containerName: 'web',
        containerPort: 8080,
        advancedConfiguration: {
          alternateTargetGroupArn: GREEN,
          productionListenerRule: RULE,
          testListenerRule: TEST_RULE,
          roleArn: 'arn:aws:iam::000000000000:role/infrastructure',
        },
      },
    ],
    deploymentConfiguration: { strategy, bakeTimeInMinutes: 10, ...more },
  };
}
