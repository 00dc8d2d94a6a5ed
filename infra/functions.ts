import { join } from 'node:path';
import { Duration, type Stack } from 'aws-cdk-lib';
import type { Alias } from 'aws-cdk-lib/aws-lambda';
import type { StepName } from '../core/steps/index.ts';
import { makeFunction } from './function.ts';
import { FUNCTION_NAMES, type FunctionName } from './function-names.ts';
import { rightsOfFunctions, rightsOfSteps } from './permissions.ts';
import { type Queues, SLACK_TIMEOUT } from './queues.ts';
import type { Rights } from './rights/rights.ts';
import { sendTo } from './rights/send-to.ts';
import type { Settings } from './settings.ts';
import { kebab, pascal } from './spelling.ts';

/** The functions, each by the alias that everything calls. */
export interface Functions {
  readonly named: Readonly<Record<FunctionName, Alias>>;
  readonly steps: Readonly<Record<StepName, Alias>>;
}

const TIMEOUTS: Readonly<Record<FunctionName, Duration>> = {
  // The HTTP API itself gives up after 30 s.
  api: Duration.seconds(29),
  'on-image-pushed': Duration.seconds(60),
  'on-ecs-event': Duration.seconds(30),
  // The way back does one thing. What hangs is better tried again.
  'on-alarm': Duration.seconds(15),
  'on-execution-ended': Duration.seconds(60),
  'on-change': Duration.seconds(30),
  'on-due': Duration.seconds(30),
  'on-rehearsal': Duration.seconds(30),
  'notify-slack': SLACK_TIMEOUT,
  // Over before the next one starts.
  reconcile: Duration.minutes(4),
  // What it does not come to, its second try does.
  'check-points': Duration.minutes(10),
};
const STEP_TIMEOUT = Duration.seconds(60);
const LONGER: Partial<Readonly<Record<StepName, Duration>>> = {
  // It waits between the tries of checks; `putService` refuses checks that would last longer.
  Judge: Duration.minutes(5),
  // Tried again, they look half a minute for what the first try may have started, before they start it and look for that.
  StartDeployment: Duration.minutes(2),
  RestoreOldVersion: Duration.minutes(2),
};

/** Called by events that do not wait for an answer. What fails three times goes to a queue. */
const ASYNCHRONOUS: ReadonlySet<FunctionName> = new Set<FunctionName>([
  'on-image-pushed',
  'on-ecs-event',
  'on-alarm',
  'on-execution-ended',
  'on-due',
  'on-rehearsal',
  'reconcile',
  'check-points',
]);

/** Deploys every function. `code` is the folder with the bundles, one folder each. */
export function makeFunctions(
  stack: Stack,
  code: string,
  rights: Rights,
  queues: Queues,
  settings: Settings,
): Functions {
  const functionRights = rightsOfFunctions(rights);
  const stepRights = rightsOfSteps(rights);

  const makeNamed = (name: FunctionName): Alias => {
    const asynchronous = ASYNCHRONOUS.has(name);
    const alias = makeFunction(stack, {
      id: pascal(name),
      name,
      code: join(code, name),
      timeout: TIMEOUTS[name],
      rights: asynchronous ? [...functionRights[name], sendTo(queues.failed)] : functionRights[name],
      variables: name === 'api' ? settings.defaults : {},
      reservedConcurrency: name === 'on-alarm' ? settings.alarmConcurrency : undefined,
    });
    if (asynchronous) {
      alias.configureAsyncInvoke({ onFailure: { bind: () => ({ destination: queues.failed.queueArn }) } });
    }
    return alias;
  };
  const makeStep = (step: StepName): Alias =>
    makeFunction(stack, {
      id: step,
      name: `step-${kebab(step)}`,
      code: join(code, 'step'),
      timeout: LONGER[step] ?? STEP_TIMEOUT,
      rights: stepRights[step],
      variables: { STEP: step },
    });

  return { named: each(FUNCTION_NAMES, makeNamed), steps: each(keysOf(stepRights), makeStep) };
}

/** `Object.keys` gives plain strings; the keys of a record that is written out in full are exactly its key type. */
function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}

/** `Object.fromEntries` forgets the keys; every name is in the result because every name was mapped. */
function each<Name extends string, Made>(names: readonly Name[], make: (name: Name) => Made): Record<Name, Made> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Made>;
}
