import { describe, expect, test } from 'vitest';
import type { Properties, Provisioned } from '../../../local/template/provisioner.ts';
import { AnEcs, BLUE } from './an-ecs.ts';

/** Makes the resources of a small template in order, as a stack does. */
class AStack {
  readonly made = new Map<string, Provisioned>();
  readonly #world: AnEcs;

  constructor(world: AnEcs, former?: AStack) {
    this.#world = world;
    for (const [id, provisioned] of former?.made ?? []) this.made.set(id, provisioned);
  }

  async make(type: string, logicalId: string, properties: Properties): Promise<Provisioned> {
    const previous = this.made.get(logicalId);
    const context = { stack: 'Shop', logicalId, metadata: {}, directory: '/', previous };
    const making = Promise.resolve(this.#world.ecs.provisioners[type]?.provision(properties, context));
    const [provisioned] = await Promise.all([making, this.#world.pass(5)]);
    if (provisioned === undefined) throw new Error(`no provisioner for ${type}`);
    this.made.set(logicalId, provisioned);
    return provisioned;
  }

  async all(image: string, count: number | string = 2): Promise<void> {
    await this.make('AWS::ECS::Cluster', 'Cluster', { ClusterName: 'shop' });
    await this.make('AWS::ECS::ClusterCapacityProviderAssociations', 'Providers', {
      Cluster: 'shop',
      CapacityProviders: ['FARGATE'],
      DefaultCapacityProviderStrategy: [],
    });
    const { ref } = await this.make('AWS::ECS::TaskDefinition', 'Task', {
      Family: 'web',
      Memory: '512',
      ContainerDefinitions: [
        {
          Name: 'web',
          Image: image,
          PortMappings: [{ ContainerPort: '8080' }],
          LogConfiguration: { LogDriver: 'awslogs', Options: { 'awslogs-group': 'Group' } },
        },
      ],
    });
    await this.make('AWS::ECS::Service', 'Service', {
      Cluster: 'shop',
      ServiceName: 'web',
      TaskDefinition: ref,
      DesiredCount: count,
      LoadBalancers: [{ TargetGroupArn: BLUE, ContainerName: 'web', ContainerPort: 8080 }],
      DeploymentConfiguration: { DeploymentCircuitBreaker: { Enable: true, Rollback: true } },
    });
  }
}

describe('a template with a service', () => {
  test('is made: cluster, task definition, service, and its first deployment is over', async () => {
    const world = new AnEcs();
    world.images.push('shop/web:1', 'good');
    const stack = new AStack(world);
    await stack.all('shop/web:1', '2');
    expect(stack.made.get('Service')?.attributes).toMatchObject({ Name: 'web' });
    expect((await world.deployment()).status).toBe('SUCCESSFUL');
    expect(await world.describe()).toMatchObject({ desiredCount: 2, runningCount: 2 });
  });

  test('changes nothing at the next start, even after somebody deployed around it', async () => {
    const world = new AnEcs();
    world.images.push('shop/web:1', 'good');
    const stack = new AStack(world);
    await stack.all('shop/web:1');
    await world.update({ taskDefinition: await world.version('2') });
    await world.pass(5);
    const next = await world.killedAndStarted();
    await new AStack(next, stack).all('shop/web:1');
    expect(await next.serving()).toEqual(['2', '2']);
  });

  test('that changed deploys, and deregisters its former task definition', async () => {
    const world = new AnEcs();
    world.images.push('shop/web:1', 'good');
    world.images.push('shop/web:2', 'good');
    const stack = new AStack(world);
    await stack.all('shop/web:1');
    await stack.all('shop/web:2');
    expect(await world.serving()).toEqual(['2', '2']);
    await expect(world.update({ taskDefinition: 'web:1' })).rejects.toThrow(/inactive/);
  });

  test('whose service does not come up fails with the reason', async () => {
    const world = new AnEcs();
    world.images.push('shop/web:1', 'crash');
    await expect(new AStack(world).all('shop/web:1')).rejects.toThrow(/Service web: .* ended ROLLBACK_FAILED/);
  });

  test('with a property that Amazon ECS does not know is refused by its name', async () => {
    const making = new AStack(new AnEcs()).make('AWS::ECS::Cluster', 'Cluster', { Nonsense: 1 });
    await expect(making).rejects.toThrow(/Cluster.Nonsense is not known/);
  });
});
