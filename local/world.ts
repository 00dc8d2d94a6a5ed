import { join } from 'node:path';
import { createCloudWatch } from './cloudwatch/create-cloudwatch.ts';
import { FARGATE_USAGE } from './cloudwatch/quotas.ts';
import { createImages } from './containers/images.ts';
import { createProcesses } from './containers/processes.ts';
import type { Consumed } from './dynamodb/capacity.ts';
import { createDynamoDb } from './dynamodb/create-dynamodb.ts';
import { theseSurroundings } from './dynamodb/engine-choice.ts';
import { createEc2 } from './ec2/create-ec2.ts';
import { createRegistry } from './ecr/registry.ts';
import { createEcs } from './ecs/create-ecs.ts';
import { polledAlarms } from './ecs/polled-alarms.ts';
import type { Switches } from './ecs/switches.ts';
import { createElb } from './elb/create-elb.ts';
import { createEventBridge } from './eventbridge/create-event-bridge.ts';
import { compilePattern } from './eventbridge/pattern/compile-pattern.ts';
import { CallFaults } from './faults/call-faults.ts';
import { batchFaults, eventFaults, scheduleFaults } from './faults/delivery-faults.ts';
import { Faults } from './faults/faults.ts';
import { faultsPage } from './faults/faults-page.ts';
import { createHttpApi } from './http-api/create-http-api.ts';
import { createIam } from './iam/iam.ts';
import { ACCOUNT, arn } from './kernel/account.ts';
import { lastingTime } from './kernel/lasting-time.ts';
import { stateFilesIn } from './kernel/state-files.ts';
import { createLambda } from './lambda/create-lambda.ts';
import { createLogs } from './logs/create-logs.ts';
import { createScheduler } from './scheduler/create-scheduler.ts';
import { createSecrets } from './secrets/create-secrets.ts';
import { readSecret } from './secrets/read-secret.ts';
import { openSlackInbox } from './slack/inbox.ts';
import { createSqs } from './sqs/create-sqs.ts';
import { createSsm } from './ssm/create-ssm.ts';
import { createStepFunctions } from './step-functions/create-step-functions.ts';
import type { Provisioner } from './template/provisioner.ts';
import { createWire } from './wire/wire.ts';
import { wiredServices } from './wired-services.ts';

/** As often as CloudWatch evaluates alarms of 60 s periods; AWS does not say how often ECS asks. */
const ALARM_POLL_SECONDS = 60;

/** The key of the account's owner, for signed requests to the HTTP API. */
const OWNER = { secretAccessKey: 'test', userArn: `arn:aws:iam::${ACCOUNT}:root` };

export interface WorldOptions {
  /** Where all state is kept. */
  readonly folder: string;
  readonly ports: { readonly aws: number; readonly api: number; readonly registry: number };
  /** Milliseconds of the local AWS's time in one of real time: 60 makes a minute a second. */
  readonly speed: number;
  /** Where messages for Slack go; the inbox of the local mode when it is left out. */
  readonly slackWebhook?: string;
  readonly switches?: Partial<Switches>;
  /** Seconds of local time until ECS sees that an alarm changed; 60 when it is left out. */
  readonly alarmPollSeconds?: number;
  /** A loopback address for the first load balancer, 127.0.0.1 when it is left out; the next ones are counted up from there. */
  readonly balancerAddress?: string;
  /** A folder for which calls each role made; nothing is recorded when it is left out. */
  readonly recordings?: string;
  onCapacity?(consumed: Consumed): void;
  /** A line for people that explains a problem. */
  onProblem(line: string): void;
}

export type World = Awaited<ReturnType<typeof createWorld>>;

/**
 * Makes every part of the local AWS and joins them. Nothing is deployed yet and nothing runs but the engines and listeners below. When
 * one of them cannot be had, the others are let go of.
 */
export async function createWorld(options: WorldOptions) {
  const begun: (() => Promise<void>)[] = [];
  try {
    return await joinParts(options, (stop) => void begun.push(stop));
  } catch (error) {
    await Promise.allSettled(begun.map((stop) => stop()));
    throw error;
  }
}

async function joinParts(options: WorldOptions, onFailure: (stop: () => Promise<void>) => void) {
  const { folder, ports, speed, onProblem } = options;
  const { clock, files } = lastingTime(stateFilesIn(join(folder, 'state')), speed);
  const endpointUrl = `http://127.0.0.1:${ports.aws}`;
  const random = Math.random;
  const faults = new Faults(clock);
  const processes = createProcesses({ folder: join(folder, 'processes') });
  await processes.endLeftovers();

  const logs = createLogs({ clock, folder: join(folder, 'logs') });
  const log = (line: string): void => logs.write('local', line);
  const iam = createIam(clock, options.recordings);
  const slack = await openSlackInbox();
  onFailure(() => slack.stop());
  const secrets = createSecrets({
    clock,
    folder: join(folder, 'secrets'),
    initialValue: (name) => (name === 'belay/slack-webhook' ? (options.slackWebhook ?? slack.url) : undefined),
  });
  const dynamodb = await createDynamoDb({
    clock,
    speed,
    folder: join(folder, 'dynamodb'),
    surroundings: theseSurroundings(),
    onCapacity: (consumed) => options.onCapacity?.(consumed),
    onProblem,
  });
  onFailure(() => dynamodb.stop());
  const sqs = createSqs({ clock, state: files, endpointUrl });
  const lambda = createLambda({
    clock,
    speed,
    files,
    endpointUrl,
    credentialsOf: (role) => iam.credentialsOf(role),
    authorize: (role, permissions) => iam.authorize(role, permissions),
    streams: dynamodb.streams,
    consume: (queue, how, handle) => sqs.queues.consume(queue, how, handle),
    sendToQueue: (queue, body) => sqs.queues.send(queue, body),
    matches: (pattern, value) => compilePattern(JSON.stringify(pattern))(value),
    onLog: (name, line) => logs.write(name, line),
    isDoubled: batchFaults(faults),
  });
  const { lambdas, mayInvoke } = lambda;
  const authorize = (role: string, permissions: Parameters<typeof iam.authorize>[1]): void =>
    iam.authorize(role, permissions);
  const mayAssume = (role: string, principal: string): boolean => iam.mayAssume(role, principal);
  const startExecution = async (machine: string, input: string): Promise<void> => {
    await wire.dispatch(
      'states',
      'StartExecution',
      { stateMachineArn: machine, input },
      { arn: arn('events', 'rule'), role: undefined },
    );
  };
  const events = createEventBridge({
    clock,
    state: files,
    lambdas,
    queues: sqs.queues,
    startExecution,
    mayInvoke,
    authorize,
    log,
    faultOf: eventFaults(faults),
  });
  const scheduler = createScheduler({
    clock,
    state: files,
    lambdas,
    queues: sqs.queues,
    authorize,
    mayAssume,
    log,
    faultOf: scheduleFaults(faults),
  });
  const stepFunctions = createStepFunctions({ clock, files, lambdas, emit: events.emit, authorize, random });
  const cloudwatch = createCloudWatch({ clock, files, emit: events.emit });
  const elb = createElb({
    clock,
    files,
    putMetric: cloudwatch.putMetric,
    log,
    ...(options.balancerAddress !== undefined && { balancerAddress: options.balancerAddress }),
  });
  const registry = await createRegistry({
    folder: join(folder, 'registry'),
    port: ports.registry,
    clock,
    emit: events.emit,
  });
  onFailure(() => registry.stop());
  const images = createImages({ source: registry.source, registryUrl: registry.url, folder: join(folder, 'images') });
  const ecs = createEcs({
    clock,
    files,
    emit: events.emit,
    images,
    processes,
    balancer: elb,
    alarms: polledAlarms(cloudwatch, clock, options.alarmPollSeconds ?? ALARM_POLL_SECONDS),
    random,
    lambdas,
    readSecret: (valueFrom) => readSecret(wire, valueFrom),
    writeLog: (group, stream, message) => logs.writeEvent(group, stream, message),
    ...(options.switches && { switches: options.switches }),
  });
  for (const how of ['on-demand', 'spot'] as const) cloudwatch.gauge(FARGATE_USAGE[how], () => ecs.fargateVcpu(how));
  const ec2 = createEc2({ taken: (subnet) => ecs.addressesIn(subnet) });
  const ssm = createSsm({ clock, files });
  sqs.queues.onDepthChange((queue, depth) => {
    const dimensions = { QueueName: queue.slice(queue.lastIndexOf(':') + 1) };
    cloudwatch.putMetric('AWS/SQS', 'ApproximateNumberOfMessagesVisible', dimensions, depth);
  });
  const httpApi = createHttpApi({
    clock,
    port: ports.api,
    lambdas,
    mayInvoke,
    // The owner may do everything; roles of the stack do not call its own API.
    secretOf: (key) => (key === 'test' ? OWNER : undefined),
    authorize: () => {},
    onAccess: (_, line) => logs.write('access', line),
    onProblem: log,
  });
  const parts = {
    iam,
    lambda,
    dynamodb,
    sqs,
    secrets,
    logs,
    events,
    scheduler,
    stepFunctions,
    cloudwatch,
    elb,
    registry,
    ecs,
    ec2,
    ssm,
    httpApi,
  };
  const callFaults = new CallFaults(faults, (trace) => lambda.runningWith(trace));
  const wire = await createWire({
    port: ports.aws,
    clock,
    services: await wiredServices({
      ecs,
      ecr: registry,
      states: stepFunctions,
      events,
      scheduler,
      sqs,
      cloudwatch,
      secrets,
      elb,
      lambda,
      iam,
      ssm,
    }),
    raw: [dynamodb.service, logs.service, ec2.service],
    callerOf: (request) => iam.callerOf(request),
    authorize: (caller, permissions) => iam.authorizeCaller(caller, permissions),
    onCall: () => {},
    log,
    doorOf: (trace) => callFaults.doorOf(trace),
    pages: { '/_local/faults': faultsPage(faults) },
  });
  const provisioners: Readonly<Record<string, Provisioner>> = Object.assign(
    {},
    ...Object.values(parts).map((part) => part.provisioners),
  );
  return { ...parts, clock, files, log, faults, processes, slack, wire, provisioners };
}
