import { serviceWords } from './command-words.ts';
import type { ServiceTruth } from './truth.ts';

/** Why Belay cannot drive a service at all, whatever the strategy, and what its owner can do instead. `undefined`: it can. */
export function whyUndrivable(
  ecs: ServiceTruth,
):
  | { readonly check: 'controller' | 'scheduling' | 'express'; readonly because: string; readonly next: string }
  | undefined {
  if (ecs.controller === 'CODE_DEPLOY')
    return {
      check: 'controller',
      because: `${ecs.name} is driven by CodeDeploy`,
      next: `Deploy it with CodeDeploy, or create a service with --deployment-controller type=ECS and move the traffic to it.`,
    };
  if (ecs.controller !== 'ECS')
    return {
      check: 'controller',
      because: `${ecs.name} is driven from outside (controller ${ecs.controller}): its task sets are not ECS's own deployments`,
      next: `Deploy it with the tool that owns its task sets, or create a service with --deployment-controller type=ECS.`,
    };
  if (ecs.keptByEcs)
    return {
      check: 'express',
      because: `${ecs.name} is kept by ECS itself (Express Mode), which fixes its strategy and its load balancer`,
      next: `aws ecs update-express-gateway-service --service-arn ${ecs.arn} --primary-container image=<image>`,
    };
  if (ecs.schedulingStrategy === 'DAEMON')
    return {
      check: 'scheduling',
      because: `${ecs.name} is a DAEMON: one task a machine, so there is no room for a new version beside the old one`,
      next: `aws ecs update-service ${serviceWords(ecs)} --task-definition <revision>`,
    };
  return undefined;
}
