import { foundConfiguration } from '../domain/deployment-configuration.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { hasTraceOfOurs } from '../domain/our-traces.ts';
import { Refused } from '../domain/refused.ts';
import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';
import { lastThatChanged } from './recent-of-ours.ts';

/** What was taken back. The ECS tag stays: only its owner can take it away. */
export interface Unadopted {
  readonly service: ServiceKey;
  /** Was something of ours in its deploymentConfiguration, and is what we had found there put back? */
  readonly putBack: boolean;
  readonly untag: string;
}

/**
 * Forgets a service. What Belay left in its deploymentConfiguration is taken out, and settings, hold and denied digests are deleted.
 * What runs keeps running, and the history stays readable. Refused while a deployment is under way.
 */
export async function unadopt(
  ports: Pick<Ports, 'services' | 'deployments' | 'ecs' | 'alarms'>,
  key: ServiceKey,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Unadopted> {
  const state = await ports.services.get(key);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${key}. \`belay status\` lists what it knows.`);
  const { settings } = state;
  const { live } = await ports.deployments.head(key);
  if (live !== undefined) throw inProgress(key, live.id);
  const { name } = partsOf(key);
  const service = await ports.ecs.service(settings.cluster, name);
  const found = await leftBehind(ports, settings, service?.deploymentConfiguration);
  const untag = `aws ecs untag-resource --resource-arn ${service?.arn ?? `<the service ${settings.cluster}/${name}>`} --tag-keys belay:managed`;
  const unadopted = { service: key, putBack: found !== undefined, untag };
  if (dryRun) return unadopted;

  // Whoever takes the lock after this wins: then nothing is forgotten.
  if (!(await ports.deployments.forget(key))) throw inProgress(key, 'another deployment');
  if (found !== undefined)
    await ports.ecs.update(settings.cluster, name, { deploymentConfiguration: foundConfiguration(found) });
  await ports.services.remove(key);
  if (settings.madeAlarm !== undefined) await ports.alarms.remove(settings.madeAlarm);
  return unadopted;
}

/** What our last deployment had found, where something of ours is still in its place. */
async function leftBehind(
  ports: Pick<Ports, 'deployments'>,
  { key, alarms }: ServiceSettings,
  now: string | undefined,
): Promise<string | undefined> {
  const last = now === undefined ? undefined : await lastThatChanged(ports, key);
  if (now === undefined || last === undefined) return undefined;
  return hasTraceOfOurs(now, last.found, alarms) ? last.found : undefined;
}

function inProgress(key: ServiceKey, deployment: string): Refused {
  return new Refused(
    'DeploymentInProgress',
    `${key} is being deployed (${deployment}). Wait for its end, or \`belay rollback ${key}\`, and unadopt it then.`,
    { deployment },
  );
}
