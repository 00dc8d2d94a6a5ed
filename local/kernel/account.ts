/** The one account and Region that the local AWS plays. */
export const ACCOUNT = '000000000000';
export const REGION = 'us-east-1';

/** An ARN in the local account, such as `arn('ecs', 'cluster/example')`. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
}

/** The host part of image names in the local account's ECR. */
export const ECR_HOST = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
