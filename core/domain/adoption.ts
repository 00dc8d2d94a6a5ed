import { type EcrImage, parseEcrImage } from './ecr-image.ts';
import { isHere } from './home.ts';
import { type Missing, missingGrants } from './missing-grants.ts';
import type { Digest } from './names.ts';
import { readOwnerConfiguration } from './owner-configuration.ts';
import type { Reach } from './reach.ts';
import type { TaskDefinitionTruth } from './task-definition.ts';
import type { FoundService } from './truth.ts';
import { whyNotAdoptable } from './why-not-adoptable.ts';

/** What a running service was found to be, before Belay is told of it. */
export interface Found {
  /** `environment/service`. */
  readonly name: string;
  readonly service: FoundService;
  readonly definition: TaskDefinitionTruth;
  /** Container → digest that runs. */
  readonly digests: Readonly<Record<string, Digest>>;
}

/** What adopting a service would write down, and what is missing for deployments of it. */
export interface Proposal {
  /** `environment/service`. */
  readonly service: string;
  readonly cluster: string;
  readonly outcome: 'proposed' | 'adopted' | 'already' | 'impossible';
  /** Why it cannot be adopted, and the way. */
  readonly because?: string;
  /** Container → ECR repository. */
  readonly containers: Readonly<Record<string, string>>;
  readonly alarms: readonly string[];
  /** The one of `alarms` that Belay makes, because nothing else watches it. */
  readonly madeAlarm?: string;
  /** What runs, by digest; absent where nothing does. */
  readonly runs?: { readonly version: string; readonly digest: Digest; readonly repository: string };
  readonly missing: readonly Missing[];
  readonly notes: readonly string[];
}

/** What to write down about a service. Nothing is asked and nothing is changed. */
export function propose({ name, service, definition, digests }: Found, reach: Reach): Proposal {
  const images = ecrImages(definition);
  const followed = images.filter(([, image]) => isHere(service, image)).sort(byTraffic(service));
  const containers = Object.fromEntries(followed.map(([name, { repository }]) => [name, repository]));
  const base = {
    service: name,
    cluster: service.cluster,
    containers,
    alarms: readOwnerConfiguration(service.deploymentConfiguration).alarms,
  };
  const missing = missingGrants({ service, definition, images }, reach);
  const because = whyNotAdoptable(service, followed.length);
  if (because !== undefined) {
    const abroad = missing.filter(({ kind }) => kind === 'repository');
    return { ...base, outcome: 'impossible', because, missing: abroad, notes: [] };
  }
  const [first] = followed.flatMap(([name, image]) => {
    const digest = digests[name] ?? image.digest;
    return digest === undefined ? [] : { digest, repository: image.repository, version: image.tag ?? short(digest) };
  });
  return {
    ...base,
    outcome: 'proposed',
    ...(first && { runs: first }),
    missing,
    notes: notesOn(service, definition, containers, first !== undefined),
  };
}

/** The container behind the load balancer first: its version is what people mean by the service's. */
function byTraffic({ loadBalancers }: FoundService) {
  const behind = loadBalancers[0]?.container;
  return ([a]: readonly [string, EcrImage], [b]: readonly [string, EcrImage]): number =>
    Number(b === behind) - Number(a === behind);
}

/** The images of a task definition that lie in private ECR registries, container by container. */
function ecrImages(definition: TaskDefinitionTruth): readonly (readonly [string, EcrImage])[] {
  return definition.containers.flatMap(({ name, image }): readonly (readonly [string, EcrImage])[] => {
    const parsed = parseEcrImage(image);
    return parsed === undefined ? [] : [[name, parsed]];
  });
}

function notesOn(
  service: FoundService,
  definition: TaskDefinitionTruth,
  containers: Readonly<Record<string, string>>,
  runs: boolean,
): readonly string[] {
  const others = definition.containers.filter(({ name }) => !(name in containers)).map(({ name }) => name);
  const repositories = [...new Set(Object.values(containers))];
  const tool = toolOf(service.tags);
  const deploysAround = 'Let one of the two deploy: what the other brings is let through and recorded';
  return [
    ...(runs ? [] : ['Nothing runs whose digest ECS could tell: the first deployment needs --first.']),
    ...(others.length > 0
      ? [
          `${others.join(', ')} stays as it is: its image is not from a private ECR repository of this account and Region.`,
        ]
      : []),
    ...(repositories.length > 1
      ? [
          `It runs ${repositories.join(' and ')}; Belay deploys one repository of a service: name the containers to deploy in its settings.`,
        ]
      : []),
    ...(tool === undefined ? [] : [`${tool} deploys it too. ${deploysAround}.`]),
  ];
}

/** Who else deploys this service, by the tags that they leave. */
function toolOf(tags: FoundService['tags']): string | undefined {
  const names = Object.keys(tags);
  if (names.some((name) => name.startsWith('copilot-'))) return 'AWS Copilot (support ended in June 2026)';
  if (names.some((name) => name.startsWith('aws:proton:'))) return 'AWS Proton (which ended in October 2026)';
  if (Object.entries(tags).some((tag) => tag.some((text) => /ecspresso/i.test(text)))) return 'ecspresso';
  const stack = tags['aws:cloudformation:stack-name'];
  return stack === undefined ? undefined : `The CloudFormation stack ${stack}`;
}

function short(digest: Digest): string {
  return digest.slice(7, 19);
}
