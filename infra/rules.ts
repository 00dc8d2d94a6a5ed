import type { Stack } from 'aws-cdk-lib';
import { EventBus, type EventPattern, Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { arnIn, machineArn } from './addresses.ts';
import type { FunctionName } from './function-names.ts';
import type { Functions } from './functions.ts';
import type { Queues } from './queues.ts';
import type { Settings } from './settings.ts';

/** Belay's own bus: what happened, for whoever wants to be told. */
export function makeBus(stack: Stack): EventBus {
  return new EventBus(stack, 'Bus', { eventBusName: 'belay', description: 'What Belay did, one event per log line' });
}

/** What wakes Belay. */
export function makeRules(stack: Stack, functions: Functions, queues: Queues, settings: Settings): void {
  const on = (id: string, description: string, wakes: FunctionName, eventPattern: EventPattern): void => {
    const target = new LambdaFunction(functions.named[wakes], { deadLetterQueue: queues.notDelivered });
    new Rule(stack, id, { description, eventPattern, targets: [target] });
  };
  const clusters = settings.clusters.map((name) => arnIn(stack, 'ecs', `cluster/${name}`));

  on('ImagePushed', 'An image was pushed, retagged or deleted', 'on-image-pushed', {
    source: ['aws.ecr'],
    detailType: ['ECR Image Action'],
    detail: { 'action-type': ['PUSH', 'DELETE'], result: ['SUCCESS'] },
  });
  on('DeploymentEnded', 'ECS finished a deployment, forward or back', 'on-ecs-event', {
    source: ['aws.ecs'],
    detailType: ['ECS Deployment State Change'],
    // The service stands in `resources`; the cluster in `detail` is not documented for this event.
    resources: settings.clusters.flatMap((name) => Match.prefix(arnIn(stack, 'ecs', `service/${name}/`))),
    detail: { eventName: ['SERVICE_DEPLOYMENT_COMPLETED', 'SERVICE_DEPLOYMENT_FAILED'] },
  });
  on('DeploymentPaused', 'ECS waits at a hook', 'on-ecs-event', {
    source: ['aws.ecs'],
    detailType: ['ECS Hook State Change'],
    detail: { eventName: ['HOOK_AWAITING_ACTION'], clusterArn: clusters },
  });
  on('TaskDied', 'A task of a service ended by itself, never started or was found ill', 'on-ecs-event', {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: {
      clusterArn: clusters,
      group: Match.prefix('service:'),
      lastStatus: ['STOPPED'],
      $or: [
        { stopCode: ['EssentialContainerExited', 'TaskFailedToStart'] },
        // By the load balancer's health checks or the container's own. Of what ECS stops for other reasons none is dead.
        { stopCode: ['ServiceSchedulerInitiated'], stoppedReason: Match.prefix('Task failed ') },
      ],
    },
  });
  on('CheckEnded', 'A command that checks a deployment has ended', 'on-ecs-event', {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: { clusterArn: clusters, startedBy: Match.prefix('belay-check/'), lastStatus: ['STOPPED'] },
  });
  on('TaskRehearsed', 'A task that Belay started to rehearse a way back runs, or ended', 'on-rehearsal', {
    source: ['aws.ecs'],
    detailType: ['ECS Task State Change'],
    detail: {
      clusterArn: clusters,
      startedBy: Match.prefix('belay-rehearsal/'),
      lastStatus: ['RUNNING', 'STOPPED'],
    },
  });
  on('AlarmWentOff', 'An alarm went off: the way back starts here', 'on-alarm', {
    source: ['aws.cloudwatch'],
    detailType: ['CloudWatch Alarm State Change'],
    detail: {
      // Auto scaling's own alarms go off all day, by design.
      alarmName: Match.anythingButPrefix('TargetTracking-'),
      state: { value: ['ALARM'] },
      previousState: { value: Match.anythingBut('ALARM') },
    },
  });
  on('MachineDied', 'A deployment ended without its last step', 'on-execution-ended', {
    source: ['aws.states'],
    detailType: ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: [machineArn(stack, 'deploy')], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
  });
}

/** Tells Slack what comes over Belay's bus, in order. */
export function connectSlack(stack: Stack, bus: EventBus, functions: Functions, queues: Queues): void {
  new Rule(stack, 'TellSlack', {
    description: 'What happened, to Slack',
    eventBus: bus,
    eventPattern: { source: ['belay'] },
    // EventBridge takes only a fixed group id, so all deployments are told in one line. One webhook is no faster anyway.
    targets: [new SqsQueue(queues.slack, { messageGroupId: 'slack', deadLetterQueue: queues.notDelivered })],
  });
  new EventSourceMapping(stack, 'ToSlack', {
    target: functions.named['notify-slack'],
    eventSourceArn: queues.slack.queueArn,
    batchSize: 10,
    reportBatchItemFailures: true,
  });
}
