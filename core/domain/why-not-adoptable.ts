import type { FoundService } from './truth.ts';

const LONGEST_NAME = 100;

/** Why Belay cannot deploy a service, and what its owner can do about it. `undefined`: it can. */
export function whyNotAdoptable(service: FoundService, followed: number): string | undefined {
  const { arn, cluster, name, controller, schedulingStrategy, keptByEcs, revisions } = service;
  const update = `aws ecs update-service --cluster ${cluster} --service ${name}`;
  if (controller === 'CODE_DEPLOY')
    return `CodeDeploy deploys it, and ECS takes deployments from one of the two only. Put both target groups into the production rule with weights 1 and 0, then: ${update} --deployment-controller type=ECS --deployment-configuration strategy=BLUE_GREEN --load-balancers … (with advancedConfiguration).`;
  if (controller === 'EXTERNAL')
    return `Its controller is EXTERNAL: it has task sets of somebody else, and none of ECS's own deployments. Create a new service with the controller ECS beside it, and move the traffic.`;
  if (schedulingStrategy === 'DAEMON')
    return 'It is a DAEMON: one task on each instance. ECS has no two versions of it side by side, so there is nothing to go back to while it rolls. Deploy it with the tool that you have.';
  if (keptByEcs)
    return `It is an Express Mode service: ECS fixes its strategy, its load balancer and its alarm. It is updated by: aws ecs update-express-gateway-service --service-arn ${arn} --primary-container image=….`;
  if (name.length > LONGEST_NAME || !/^[a-zA-Z0-9]/.test(name))
    return `Belay takes names of up to ${LONGEST_NAME} characters that begin with a letter or digit. ECS cannot rename a service: create it anew.`;
  if (followed === 0)
    return 'None of its images comes from a private ECR repository of this account and Region, so Belay would hear of no push. Copy the image there, or let a pull-through cache or a replication do it, and deploy the service with that name once.';
  if (revisions.length > 1)
    return 'A deployment of it is under way, so what it runs is not settled. Adopt it when that is over.';
  return undefined;
}
