import { describe, expect, test } from 'vitest';
import type { Ports } from '../../core/ports.ts';

export type ReadingPorts = Pick<Ports, 'ecs' | 'traffic' | 'registry' | 'secrets'>;

/** A service `web` wired for blue/green, and what stands around it. The names of what is there, and of what is not. */
export interface Readable {
  readonly ports: ReadingPorts;
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly group: string;
  readonly rule: string;
  readonly secret: string;
  readonly repository: string;
  readonly missing: {
    readonly taskDefinition: string;
    readonly group: string;
    readonly rule: string;
    readonly secret: string;
  };
}

/** What every reading of `verify` has to give, whether it is read from a fake or from AWS. */
export function readingsContract(name: string, make: () => Promise<Readable>): void {
  describe(`readings ${name}`, () => {
    test('a service says who manages it, what schedules it, and where its load balancer sends requests', async () => {
      const { ports, cluster } = await make();
      expect(await ports.ecs.service(cluster, 'web')).toMatchObject({
        status: 'ACTIVE',
        managed: true,
        schedulingStrategy: 'REPLICA',
        keptByEcs: false,
        serviceConnect: false,
        vpcLattice: false,
        desiredCount: 2,
        loadBalancers: [{ targetGroup: expect.any(String), container: 'web', containerPort: 8080 }],
      });
      expect(await ports.ecs.service(cluster, 'nobody')).toBeUndefined();
    });

    test('a task definition is read with its containers, and one that is not there is none', async () => {
      const { ports, taskDefinition, missing } = await make();
      expect(await ports.ecs.taskDefinition(taskDefinition)).toMatchObject({
        arn: taskDefinition,
        status: 'ACTIVE',
        unknownFields: [],
        containers: [{ name: 'web', ports: [8080], environment: {}, secrets: {}, makesLogGroup: false }],
      });
      expect(await ports.ecs.taskDefinition(missing.taskDefinition)).toBeUndefined();
    });

    test('a target group is read with its load balancer and its targets, and one that is not there is none', async () => {
      const { ports, group, missing } = await make();
      expect(await ports.traffic.targetGroup(group)).toEqual({
        arn: group,
        targetType: 'ip',
        protocol: 'HTTP',
        healthCheckPort: 'traffic-port',
        untilHealthy: expect.any(Number),
        deregistrationDelay: 5,
        balancer: { kind: 'application', internal: false },
        targets: { healthy: expect.any(Number), registered: expect.any(Number) },
      });
      expect(await ports.traffic.targetGroup(missing.group)).toBeUndefined();
    });

    test('a rule and a secret are there, or they are not', async () => {
      const { ports, rule, secret, missing } = await make();
      expect([await ports.traffic.ruleIsThere(rule), await ports.traffic.ruleIsThere(missing.rule)]).toEqual([
        true,
        false,
      ]);
      expect([await ports.secrets.isThere(secret), await ports.secrets.isThere(missing.secret)]).toEqual([true, false]);
    });

    test("a repository under AWS's own key has no key of the owner's, and nor has one that is not there", async () => {
      const { ports, repository } = await make();
      expect(await ports.registry.encryptionKey(repository)).toBeUndefined();
      expect(await ports.registry.encryptionKey('nobody')).toBeUndefined();
    });
  });
}
