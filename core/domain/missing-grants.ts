import { ownerPausesAtGates } from './deployment-configuration.ts';
import type { EcrImage } from './ecr-image.ts';
import { homeOf, isHere } from './home.ts';
import { readOwnerConfiguration } from './owner-configuration.ts';
import { coversLogGroup, coversRole, type Reach } from './reach.ts';
import type { TaskDefinitionTruth } from './task-definition.ts';
import type { FoundService } from './truth.ts';

/** Something without which Belay cannot deploy a service, or not in every way. */
export interface Missing {
  readonly kind: 'tag' | 'role' | 'repository' | 'log-group' | 'wiring' | 'alarm';
  /** A sentence. */
  readonly what: string;
  /** Ready to paste; absent where nothing but a change of the service's own template helps. */
  readonly paste?: string;
}

/** What the stack was not given, or the service does not have. Where nothing is missing the list is empty. */
export function missingGrants(
  found: {
    readonly service: FoundService;
    readonly definition: TaskDefinitionTruth;
    readonly images: readonly (readonly [string, EcrImage])[];
  },
  reach: Reach,
): readonly Missing[] {
  const { service, definition, images } = found;
  return [
    ...missingTag(service),
    ...missingRoles(definition, reach),
    ...foreignRepositories(service, images),
    ...missingLogGroups(definition, reach),
    ...missingWiring(service),
  ];
}

function missingTag({ arn, tags }: FoundService): readonly Missing[] {
  if (tags['belay:managed'] === 'true') return [];
  return [
    {
      kind: 'tag',
      what: 'Nobody has said that Belay may deploy it. Belay has no right to tag services: say it with your own credentials.',
      paste: `aws ecs tag-resource --resource-arn ${arn} --tags key=belay:managed,value=true`,
    },
  ];
}

function missingRoles({ taskRole, executionRole }: TaskDefinitionTruth, reach: Reach): readonly Missing[] {
  const roles = [...new Set([taskRole, executionRole].filter((role) => role !== undefined))];
  const outside = roles.filter((role) => !coversRole(reach, role));
  if (outside.length === 0) return [];
  // A path and role ARNs exclude each other in the stack's settings.
  const path = reach.taskRoles.find((one) => one.endsWith('*'));
  const known = path === undefined ? reach.taskRoles : [];
  const what =
    path === undefined
      ? `Its roles ${outside.join(', ')} are not among those that the stack may pass.`
      : `Its roles ${outside.join(', ')} are not among ${path}, which the stack may pass. Naming roles takes the place of the path: name those of every service.`;
  return [{ kind: 'role', what, paste: contextLine('taskRoles', [...known, ...outside]) }];
}

function foreignRepositories(
  service: FoundService,
  images: readonly (readonly [string, EcrImage])[],
): readonly Missing[] {
  const { region, account } = homeOf(service);
  return images
    .filter(([, image]) => !isHere(service, image))
    .map(([container, image]) => ({
      kind: 'repository',
      what: `The image of ${container} lies in account ${image.account}, Region ${image.region}. Pushes there do not reach this Region's events: replicate the repository here, and name the replica in the task definition. A replica is encrypted with a key of this account, so no key policy is needed.`,
      paste: `aws ecr put-replication-configuration --region ${image.region} --replication-configuration '{"rules":[{"destinations":[{"region":"${region}","registryId":"${account}"}],"repositoryFilters":[{"filter":"${image.repository}","filterType":"PREFIX_MATCH"}]}]}'`,
    }));
}

function missingLogGroups({ containers }: TaskDefinitionTruth, reach: Reach): readonly Missing[] {
  const groups = new Set(containers.flatMap(({ logs }) => logs?.group ?? []));
  const outside = [...groups].filter((group) => !coversLogGroup(reach, group));
  if (outside.length === 0) return [];
  return [
    {
      kind: 'log-group',
      what: `Belay may not read ${outside.join(', ')}, so the last lines of a task that died cannot be kept.`,
      paste: contextLine('logGroups', [...reach.logGroups, ...outside]),
    },
  ];
}

function missingWiring({ loadBalancers, deploymentConfiguration }: FoundService): readonly Missing[] {
  const [wiring] = loadBalancers;
  const found: Missing[] = [];
  if (wiring !== undefined && (wiring.alternate === undefined || wiring.productionRule === undefined))
    found.push({
      kind: 'wiring',
      what: 'It has one target group, or no production rule, so it goes out rolling. For blue/green add a second target group, a rule that knows both, and a role in advancedConfiguration (README, "Wiring for blue/green").',
    });
  if (wiring?.productionRule !== undefined && wiring.testRule === undefined)
    found.push({
      kind: 'wiring',
      what: 'It has no test rule, so nothing is asked over HTTP before the traffic moves.',
    });
  if (ownerPausesAtGates(deploymentConfiguration))
    found.push({
      kind: 'wiring',
      what: 'It has pauses of its own at the stages where Belay would pause. Belay answers only its own and goes out rolling: take them out, or keep them and deploy by hand.',
    });
  if (readOwnerConfiguration(deploymentConfiguration).alarms.length === 0)
    found.push({
      kind: 'alarm',
      what: 'No alarm takes a bad version of it back. Name alarms that have a reading while all is well, in its settings.',
    });
  return found;
}

/** A line for the command that deploys the stack. */
function contextLine(name: string, values: readonly string[]): string {
  return `npx cdk deploy Belay -c '${name}=${values.join(',')}'`;
}
