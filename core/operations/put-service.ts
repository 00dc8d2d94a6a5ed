import semver from 'semver';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { HttpCheck, ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** Seconds that the tries of one check may last together: the gate that runs them has five minutes. */
const LONGEST_CHECK = 240;

/** What a person tells Belay about a service. */
export type ServiceRequest = Omit<ServiceSettings, 'key' | 'updatedAt' | 'updatedBy' | 'checks'> & {
  readonly checks: readonly (Omit<HttpCheck, 'name'> & { readonly name?: string | undefined })[];
};

/** Tells Belay about an ECS service, or changes what it was told. Touches nothing in ECS. */
export async function putService(
  ports: Pick<Ports, 'services' | 'ecs' | 'clock'>,
  key: ServiceKey,
  request: ServiceRequest,
  by: string,
): Promise<ServiceSettings> {
  if (request.policy.kind === 'semver' && semver.validRange(request.policy.range) === null)
    throw new Refused(
      'BadRequest',
      `policy.range: "${request.policy.range}" is no semver range. Write one such as ">=1.0.0 <2".`,
    );
  for (const { id, timeout, interval, retries } of request.checks) {
    const longest = timeout * (retries + 1) + interval * retries;
    if (longest > LONGEST_CHECK)
      throw new Refused(
        'BadRequest',
        `checks.${id}: all its tries may last ${longest} s, and a gate has ${LONGEST_CHECK} s. Lower timeout, interval or retries.`,
      );
  }
  const { name } = partsOf(key);
  const ecs = await ports.ecs.service(request.cluster, name);
  if (ecs === undefined)
    throw new Refused(
      'NotRunning',
      `ECS has no service ${request.cluster}/${name}. Create it first, or correct the cluster.`,
    );
  const updatedAt = new Date(ports.clock.now()).toISOString();
  const checks = request.checks.map((check) => ({ ...check, name: check.name ?? check.id }));
  const settings: ServiceSettings = { ...request, checks, key, updatedAt, updatedBy: by };
  await ports.services.put(settings);
  return settings;
}
