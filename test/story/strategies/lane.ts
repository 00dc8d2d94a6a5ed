import type { DeploymentConfiguration, DescribeServicesResponse } from '@aws-sdk/client-ecs';
import type { Load } from '../../../local/load/start-load.ts';
import { type Deployment, until } from '../../../local/story/api.ts';
import { belay, type Ran } from '../../cli/a-cli.ts';
import { asOwner } from '../as-owner.ts';
import type { ExampleWorld } from '../world-fixture.ts';

/** Milliseconds of local time. */
const ECS_LOOKS_EVERY = 60_000;

/** What these tests read of a deployment. */
export interface Told extends Deployment {
  readonly kind: string;
  readonly by: string;
  readonly reason: string;
  readonly to: { readonly version: string; readonly digest: string };
  readonly plan?: { readonly wayBack: string; readonly warnings: readonly string[] };
}

/** One service under visitors, to which versions come one after another. */
export class Lane {
  readonly world: ExampleWorld;
  readonly name: 'web' | 'api';
  readonly service: string;
  readonly #path: string;
  #versions = 0;

  constructor(world: ExampleWorld, name: 'web' | 'api') {
    this.world = world;
    this.name = name;
    this.service = `staging/${name}`;
    this.#path = name === 'web' ? '/' : '/api/things';
  }

  get alarm(): string {
    return `${this.name}-5xx`;
  }

  /** Tells Belay of the service. */
  settle(): Promise<void> {
    const checks = this.name === 'web' ? [{ id: 'ready', url: '/ready', retries: 0 }] : [];
    return this.world.put(this.service, { policy: { kind: 'manual' }, alarms: [this.alarm], checks });
  }

  nextVersion(): string {
    this.#versions += 1;
    return `1.${this.#versions}.0`;
  }

  load(): Load {
    return this.world.load(this.#path, 60);
  }

  /** Runs the command, as a person or a pipeline would. */
  belay(...words: string[]): Promise<Ran> {
    return belay(this.world.running.api, ...words);
  }

  /** Waits until the alarm is OK, and ECS has seen it: alarms that it takes for firing when a deployment begins it ignores. */
  async quiet(): Promise<void> {
    const { cloudwatch, clock } = this.world.world;
    let since: number | undefined;
    await until(`alarm ${this.alarm} to be OK`, 30, async () => {
      since = cloudwatch.state(this.alarm) === 'OK' ? (since ?? clock.now()) : undefined;
      return (since !== undefined && clock.now() - since > ECS_LOOKS_EVERY) || undefined;
    });
  }

  async newest(): Promise<Told | undefined> {
    const page = await this.world.api.get<{ items: readonly Told[] }>(`/deployments?service=${this.service}&limit=1`);
    return page.items[0];
  }

  /** What ECS has of the service. */
  async configuration(): Promise<DeploymentConfiguration | undefined> {
    const of = { cluster: 'example', services: [this.name] };
    const { services } = await asOwner<DescribeServicesResponse>(this.world.world, 'ecs', 'DescribeServices', of);
    return services?.[0]?.deploymentConfiguration;
  }

  /** Which versions answer users now. */
  async answering(): Promise<readonly (string | null)[]> {
    const url = `${this.world.url}${this.#path}`;
    const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(url)));
    return [...new Set(answers.map(({ headers }) => headers.get('x-version')))];
  }
}

/** What a command said under --json. A cast, because each test looks at what it needs of it. */
export function saidBy<Answer>({ json, stdout }: Ran): Answer {
  if (json === undefined) throw new Error(`the command said no JSON: ${stdout}`);
  return json as Answer;
}
