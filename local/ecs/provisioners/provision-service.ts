import {
  type CreateServiceRequest,
  CreateServiceRequest$,
  type UpdateServiceRequest,
  UpdateServiceRequest$,
} from '@aws-sdk/client-ecs';
import { type Provisioned, type Provisioner, physicalName } from '../../template/provisioner.ts';
import { isTerminal } from '../engine/finish.ts';
import { findService } from '../look-up.ts';
import { createService } from '../services/create-service.ts';
import { updateService } from '../services/update-service.ts';
import type { DeploymentRecord, ServiceRecord } from '../state.ts';
import type { World } from '../world.ts';
import type { OnDeployment } from './ecs-provisioners.ts';
import { madeBefore, remember } from './made-before.ts';
import { requestFrom } from './request-from.ts';

/** Properties that CloudFormation gives to CreateService alone: changing them needs a new service. */
const ONLY_AT_CREATION = ['cluster', 'launchtype', 'role', 'schedulingstrategy', 'servicename', 'tags'];

/** Makes the service and waits for its deployment, as a stack does; afterwards it is touched only when the template changed. */
export function serviceProvisioner(world: World, onDeployment: OnDeployment): Provisioner {
  return {
    async provision(properties, context) {
      const serviceName = String(properties.ServiceName ?? physicalName(context));
      const { ServiceName: _name, ForceNewDeployment: _force, ...given } = properties;
      const cluster = given.Cluster === undefined ? undefined : String(given.Cluster);
      const there = findService(world, cluster, serviceName);
      const active = there?.status === 'ACTIVE' ? there : undefined;
      if (active === undefined) {
        const request = asCreate(requestFrom(CreateServiceRequest$, { ...given, serviceName }, 'Service'));
        await ended(
          world,
          onDeployment,
          world.turn(() => createService(world, request)),
        );
      } else if (!madeBefore(world, context, properties)) {
        const changeable = Object.entries(given).filter(([name]) => !ONLY_AT_CREATION.includes(name.toLowerCase()));
        const update = { ...Object.fromEntries(changeable), cluster, service: serviceName };
        const request = asUpdate(requestFrom(UpdateServiceRequest$, update, 'Service'));
        await ended(
          world,
          onDeployment,
          world.turn(() => updateService(world, request)),
        );
      } else if (active.lastSuccessful === undefined) {
        const again = active.deployment === undefined;
        const request = { cluster, service: serviceName, forceNewDeployment: true };
        if (again) world.turn(() => updateService(world, request));
        await ended(world, onDeployment, active);
      }
      remember(world, context, properties);
      const service = findService(world, cluster, serviceName);
      return provisioned(service?.arn ?? '', serviceName);
    },
  };
}

const provisioned = (arn: string, name: string): Provisioned => ({
  ref: arn,
  attributes: { ServiceArn: arn, Name: name },
});

/** Waits until the service's deployment is over. One that did not succeed is an error that says why. */
async function ended(world: World, onDeployment: OnDeployment, service: ServiceRecord): Promise<void> {
  const arn = service.deployment;
  const deployment = world.store.services.deployments[arn ?? ''];
  if (deployment === undefined) return;
  if (!isTerminal(deployment)) {
    await new Promise<void>((resolve) => {
      const cancel = onDeployment((notice) => {
        if (notice.kind !== 'ended' || notice.serviceDeploymentArn !== arn) return;
        cancel();
        resolve();
      });
    });
  }
  if (deployment.status !== 'SUCCESSFUL') throw new Error(whyNot(service, deployment));
}

function whyNot(service: ServiceRecord, { status, statusReason, arn }: DeploymentRecord): string {
  const said = service.events.slice(0, 3).map((event) => event.message);
  return `Service ${service.name}: ${arn} ended ${status}: ${statusReason ?? 'no reason given'} ${said.join(' ')}`;
}

/** `requestFrom` has just made it by this request's own schema. */
function asCreate(value: unknown): CreateServiceRequest {
  return value as CreateServiceRequest;
}

/** `requestFrom` has just made it by this request's own schema. */
function asUpdate(value: unknown): UpdateServiceRequest {
  return value as UpdateServiceRequest;
}
