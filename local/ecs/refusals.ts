/** The errors of Amazon ECS, in its own words. */
import { AwsError } from '../kernel/aws-error.ts';

export const clusterNotFound = (): AwsError => new AwsError('ClusterNotFoundException', 'Cluster not found.');
export const serviceNotFound = (): AwsError => new AwsError('ServiceNotFoundException', 'Service not found.');
export const serviceNotActive = (): AwsError => new AwsError('ServiceNotActiveException', 'Service was not ACTIVE.');
export const deploymentNotFound = (arn: string): AwsError =>
  new AwsError('ServiceDeploymentNotFoundException', `Service deployment not found: ${arn}.`);
export const conflict = (message: string): AwsError => new AwsError('ConflictException', message);
export const clientError = (message: string): AwsError => new AwsError('ClientException', message);
export const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);
export const unsupported = (what: string): AwsError =>
  new AwsError('UnsupportedFeatureException', `The local Amazon ECS does not have ${what}.`);
