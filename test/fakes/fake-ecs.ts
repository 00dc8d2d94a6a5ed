import { Refused } from '../../core/domain/refused.ts';
import type { TaskDefinitionTruth } from '../../core/domain/task-definition.ts';
import type { RevisionTruth, ServiceTruth } from '../../core/domain/truth.ts';
import type { Ecs } from '../../core/ports.ts';
import { aServiceTruth, aTaskDefinition } from '../builders.ts';
import type { Revision, TaskDefinition } from './ecs-records.ts';
import type { EcsService } from './ecs-service.ts';
import type { FakeSurroundings } from './fake-surroundings.ts';
import type { FakeTasks } from './fake-tasks.ts';

export const PRODUCTION_RULE = 'listener-rule/production';
const CLUSTER = 'example';
const NAME = 'web';

/** ECS with one service, and tasks beside it. */
export function fakeEcs(service: EcsService, tasks: FakeTasks, surroundings: FakeSurroundings): Ecs {
  const isOurs = (cluster: string, name: string): boolean => cluster === CLUSTER && name === NAME;
  const truth = (): ServiceTruth => {
    const wiring = {
      targetGroup: 'targetgroup/blue',
      container: 'web',
      containerPort: 8080,
      alternate: 'targetgroup/green',
      productionRule: PRODUCTION_RULE,
      testRule: 'listener-rule/test',
    };
    return aServiceTruth({
      arn: `arn:aws:ecs:us-east-1:000000000000:service/${CLUSTER}/${NAME}`,
      taskDefinition: service.taskDefinition,
      deploymentConfiguration: service.configuration,
      loadBalancers: service.wired ? [wiring] : [],
      rebalances: service.rebalances,
      status: service.deleted ? 'INACTIVE' : 'ACTIVE',
      ...surroundings.service,
    });
  };
  const definitionOf = (definition: TaskDefinition): TaskDefinitionTruth => {
    const { arn } = definition;
    const status = definition.active ? 'ACTIVE' : 'INACTIVE';
    const [container] = aTaskDefinition().containers;
    const logs = { driver: 'awslogs', group: '/ecs/web', prefix: 'web' };
    const containers = (service.definitions.containers ?? [{ logs }]).flatMap((change) =>
      container === undefined
        ? []
        : { ...container, image: definition.images[container.name] ?? container.image, ...change },
    );
    return aTaskDefinition({ arn, status, ...service.definitions, containers, ...surroundings.taskDefinition });
  };
  return {
    async services(cluster) {
      if (cluster !== CLUSTER) return undefined;
      const running = service.revisions.filter(({ healthy }) => healthy > 0).sort((a, b) => b.healthy - a.healthy);
      const found = { cluster, tags: {} };
      return [{ ...truth(), ...found, revisions: running.map(({ arn }) => arn), ...service.shape }];
    },
    service: async (cluster, name) => (isOurs(cluster, name) ? truth() : undefined),
    deployment: async (arn) => service.find(arn)?.truth(),
    async recent(cluster, name, status) {
      if (!isOurs(cluster, name)) return [];
      return service
        .shown()
        .filter((deployment) => status === undefined || status.includes(deployment.status))
        .map(({ arn, status, createdAt, endedAt, target }) => ({
          arn,
          status,
          createdAt,
          ...(endedAt !== undefined && { endedAt }),
          target: target.arn,
        }));
    },
    revisions: async (arns) =>
      arns.flatMap((arn) => service.revisions.filter((one) => one.arn === arn).map((one) => truthOf(one))),
    async registerTaskDefinition(from, must, images, _tags, judge) {
      const original = service.taskDefinitions.find(({ arn }) => arn === from);
      if (original === undefined || (must === 'be-active' && !original.active))
        throw new Refused('NoWayBack', `${from} was deregistered or deleted.`);
      const names = definitionOf(original).containers.map(({ name }) => name);
      const missing = Object.keys(images).filter((name) => !names.includes(name));
      if (missing.length > 0) throw new Refused('BadRequest', `${from} has no container ${missing.join(', ')}.`);
      const truth = definitionOf(original);
      if (truth.unknownFields.length > 0) throw new Refused('UnknownField', `${from} has ${truth.unknownFields}.`);
      judge?.(truth);
      return service.register({ ...original.images, ...images });
    },
    taskDefinitionIsActive: async (arn) =>
      service.taskDefinitions.some((definition) => definition.arn === arn && definition.active),
    async taskDefinition(arn) {
      const definition = service.taskDefinitions.find((one) => one.arn === arn);
      if (definition === undefined) return undefined;
      return definitionOf(definition);
    },
    async tasksOf(cluster, name, wanted) {
      if (!isOurs(cluster, name)) return [];
      if (wanted === 'RUNNING')
        return service.revisions.flatMap(({ arn, taskDefinition, digests, healthy }) =>
          Array.from({ length: healthy }, (_, index) => ({
            id: `${arn}/${index}`,
            taskDefinition,
            diedByItself: false,
            digests,
          })),
        );
      return service.stopped.map(({ id, taskDefinition, why, at }) => ({
        id,
        taskDefinition,
        why,
        stoppedAt: new Date(at).toISOString(),
        diedByItself: true,
        digests: {},
      }));
    },
    update: async (_cluster, _name, change) => service.update(change),
    continue: async (arn, hookId) => service.find(arn)?.answer(hookId) ?? 'already',
    stop: async (arn) => service.find(arn)?.requestStop() ?? 'ended',
    async endProtection(_cluster, _name, except) {
      // The oldest tasks are those that have work in hand.
      const [oldest] = service.revisions.filter(({ healthy }) => healthy > 0);
      return oldest?.taskDefinition === except ? 0 : service.endProtection();
    },
    runTasks: (...request) => tasks.runTasks(...request),
    tasks: (...request) => tasks.tasks(...request),
    stopTask: (...request) => tasks.stopTask(...request),
    stoppedTasks: async (_cluster, _name, taskDefinition) =>
      service.stopped
        .filter((task) => task.taskDefinition === taskDefinition)
        .slice(0, 10)
        .map(({ why }) => why),
  };
}

function truthOf({ arn, taskDefinition, digests, group }: Revision): RevisionTruth {
  const traffic = group === undefined ? [] : [{ targetGroup: group, productionRule: PRODUCTION_RULE }];
  return { arn, taskDefinition, digests, traffic };
}
