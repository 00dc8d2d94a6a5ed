import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import { pointIdOf } from '../domain/rollback-point.ts';
import type { Ports } from '../ports.ts';
import { planRollBack, type RollBackPorts, type RollBackRequest, rollBack } from './roll-back.ts';
import { type OwnTarget, serviceOfTarget } from './service-of-target.ts';
import { servicesIn } from './services-in.ts';

/** What of several services goes back, and what was left alone. */
export interface RolledBackMany {
  /** Without an `id`, and with the rollback point, where it was only asked what would be done. */
  readonly deployments: readonly {
    readonly id?: DeploymentId;
    readonly service: ServiceKey;
    readonly to: string;
    readonly point?: string;
  }[];
  readonly left: readonly { readonly service: ServiceKey; readonly because: string }[];
}

/** One service, the one that a target is of, those that run a repository, or those of an environment. */
export type WhichServices =
  | { readonly service: ServiceKey }
  | { readonly of: OwnTarget }
  | { readonly repository: string }
  | { readonly environment: string };

/** Goes back, or only says what that would do. */
export type ManyRequest = Omit<RollBackRequest, 'service'> & { readonly dryRun: boolean };

/** Takes several services back at once. One that cannot go back is named, and keeps no other from it. A single one that cannot is refused. */
export async function rollBackMany(
  ports: RollBackPorts,
  which: WhichServices,
  request: ManyRequest,
): Promise<RolledBackMany> {
  if ('service' in which) return { deployments: [await rollBackOne(ports, which.service, request)], left: [] };
  if ('of' in which) return rollBackMany(ports, { service: await serviceOfTarget(ports, which.of) }, request);
  const services = await servicesOf(ports, which);
  return eachAlone(services, (service) => rollBackOne(ports, service, request));
}

export async function rollBackOne(
  ports: RollBackPorts,
  service: ServiceKey,
  { dryRun, ...request }: ManyRequest,
): Promise<RolledBackMany['deployments'][number]> {
  if (dryRun) {
    const plan = await planRollBack(ports, { ...request, service });
    return { service, to: plan.to, point: 'point' in plan ? plan.point.id : pointIdOf(plan.live.id) };
  }
  return { service, ...(await rollBack(ports, { ...request, service })) };
}

/** Goes back with each service at the same time. What refuses or breaks for one is told of that one. */
export async function eachAlone(
  services: readonly ServiceKey[],
  back: (service: ServiceKey) => Promise<RolledBackMany['deployments'][number]>,
): Promise<RolledBackMany> {
  const settled = await Promise.allSettled(services.map(back));
  const deployments = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const left = settled.flatMap((one, index) => {
    const service = services[index];
    return one.status === 'rejected' && service !== undefined ? [{ service, because: explain(one.reason) }] : [];
  });
  return { deployments, left };
}

async function servicesOf(
  ports: Pick<Ports, 'services'>,
  which: Extract<WhichServices, { environment: string } | { repository: string }>,
): Promise<readonly ServiceKey[]> {
  if ('environment' in which) return servicesIn(ports, which.environment);
  const services = await ports.services.concernedBy('repository', which.repository);
  if (services.length > 0) return services;
  throw new Refused(
    'UnknownService',
    `No service that Belay knows runs ${which.repository}. \`belay status\` lists what it knows.`,
  );
}

/** A fault says nothing of the inside, and must not hide what was started for the others. */
function explain(reason: unknown): string {
  if (reason instanceof Refused) return reason.message;
  return `it could not be taken back (${reason instanceof Error ? reason.name : 'unknown error'}). Try it again by itself.`;
}
