import { partsOf } from '../domain/names.ts';
import type { ServiceSettings } from '../domain/service.ts';
import { productionGroup, type Serving } from '../domain/serving.ts';
import type { Ports } from '../ports.ts';

/** Reads what serves a service now: the newest deployment, the revision that it left in charge, the live weights, the targets. */
export async function readServing(ports: Pick<Ports, 'ecs' | 'traffic'>, settings: ServiceSettings): Promise<Serving> {
  const { name } = partsOf(settings.key);
  const [[newest], ecs] = await Promise.all([
    ports.ecs.recent(settings.cluster, name),
    ports.ecs.service(settings.cluster, name),
  ]);
  const deployment = newest && (await ports.ecs.deployment(newest.arn));
  const inCharge = deployment?.rolledBackTo ?? deployment?.target;
  const [revision] = inCharge === undefined ? [] : await ports.ecs.revisions([inCharge]);
  const rule = ecs?.loadBalancers.find(({ productionRule }) => productionRule !== undefined)?.productionRule;
  const group = revision && productionGroup(revision);
  const [weights, targets] = await Promise.all([
    rule === undefined ? undefined : ports.traffic.weights(rule),
    group === undefined ? undefined : ports.traffic.health(group),
  ]);
  return { deployment, revision, weights, targets };
}
