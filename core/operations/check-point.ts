import { partsOf } from '../domain/names.ts';
import { judgeReadiness, type Readiness, type SecretState } from '../domain/readiness.ts';
import type { RollbackPoint } from '../domain/rollback-point.ts';
import { secretArn } from '../domain/secret-name.ts';
import { seenOf } from '../domain/seen.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { lookAtParameters, lookAtSecrets } from './look-at-secrets.ts';
import { pointRepository } from './point-repository.ts';

export type CheckPointPorts = Pick<
  Ports,
  'deployments' | 'rollbackPoints' | 'ecs' | 'registry' | 'secrets' | 'parameters' | 'notices' | 'clock'
>;

/** Looks whether a service could go back to a point now, and keeps the answer on it. Who listens is told when the answer changed. */
export async function checkPoint(
  ports: CheckPointPorts,
  point: RollbackPoint,
  settings: ServiceSettings,
): Promise<Readiness> {
  const repository = await pointRepository(ports, point, settings);
  const [service, images, taskDefinition] = await Promise.all([
    ports.ecs.service(settings.cluster, partsOf(point.service).name),
    ports.registry.which(repository, [point.digest]),
    ports.ecs.taskDefinition(point.taskDefinition),
  ]);
  const containers = taskDefinition?.containers ?? [];
  const named = new Set(containers.flatMap(({ secrets }) => Object.values(secrets)));
  const reading = {
    service: service?.status,
    imageIsThere: images[point.digest] !== undefined,
    taskDefinitionIsThere: taskDefinition !== undefined,
    secrets: await readSecrets(ports, named, service?.arn ?? ''),
  };
  const at = new Date(ports.clock.now()).toISOString();
  const ready = judgeReadiness(point, repository, reading, at);
  await tellChange(ports, point, ready);
  await ports.rollbackPoints.noteReadiness(point.service, point.id, ready);
  return ready;
}

/** What we may not look at, or what lies elsewhere, says neither yes nor no: tasks may read it all the same. */
async function readSecrets(
  ports: Pick<Ports, 'secrets' | 'parameters'>,
  named: ReadonlySet<string>,
  here: string,
): Promise<Readonly<Record<string, SecretState>>> {
  const [secrets, parameters] = await Promise.all([lookAtSecrets(ports, named), lookAtParameters(ports, named, here)]);
  const stateOf = (name: string): SecretState => {
    const isThere = seenOf(secrets[secretArn(name) ?? ''] ?? parameters[name]);
    if (isThere === undefined) return 'unseen';
    return isThere ? 'there' : 'gone';
  };
  return Object.fromEntries([...named].map((name) => [name, stateOf(name)]));
}

/**
 * Told before it is kept: a crash between the two tells it again, under the same key, and so once. A point that nobody looked at was
 * proven when it was made.
 */
async function tellChange(ports: Pick<Ports, 'notices'>, point: RollbackPoint, ready: Readiness): Promise<void> {
  if (ready.ok === (point.ready?.ok ?? true)) return;
  const { id, service, version, name } = point;
  const called = name === undefined ? id : `${id} ("${name}")`;
  await ports.notices.tell(`${id}#${ready.ok ? 'ready' : 'red'}#${point.ready?.checkedAt ?? point.createdAt}`, {
    service,
    event: ready.ok ? 'version:rollback-point:ready' : 'version:rollback-point:red',
    at: ready.checkedAt,
    text: ready.ok
      ? `can go back to ${version} again (${called})`
      : `could not go back to ${version} (${called}): ${ready.because.join(' ')}`,
    data: { rollbackPoint: id, version, because: ready.because },
  });
}
