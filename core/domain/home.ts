import type { EcrImage } from './ecr-image.ts';
import type { FoundService } from './truth.ts';

/** The account and Region of a service, which are those of Belay. */
export function homeOf({ arn }: Pick<FoundService, 'arn'>): { readonly account: string; readonly region: string } {
  const [, , , region = '', account = ''] = arn.split(':');
  return { account, region };
}

/** Does an image lie where pushes are seen? Repositories elsewhere may have the names of ours, and are others. */
export function isHere(service: Pick<FoundService, 'arn'>, image: EcrImage): boolean {
  const { account, region } = homeOf(service);
  return image.account === account && image.region === region;
}
