import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { makeApi } from './api.ts';
import { makeDashboard } from './dashboard.ts';
import { makeFunctions } from './functions.ts';
import { makeMachines } from './machines.ts';
import { makeQueues } from './queues.ts';
import { makeRights } from './rights/rights.ts';
import { connectSlack, makeBus, makeRules } from './rules.ts';
import { makeSchedules } from './schedules.ts';
import type { Settings } from './settings.ts';
import { makeSignIn } from './sign-in.ts';
import { makeSlack } from './slack.ts';
import { connectStream, rightOnStream } from './streams.ts';
import { makeTables } from './tables.ts';

export interface BelayStackProps extends StackProps {
  readonly settings: Settings;
  /** Folder with the bundled functions, one folder each. */
  readonly functions: string;
  /** Folder with the state machines, one file each. */
  readonly machines: string;
}

/** Belay, whole. */
export class BelayStack extends Stack {
  constructor(scope: Construct, id: string, props: BelayStackProps) {
    super(scope, id, props);
    const { settings } = props;
    // In the console and on the bill: AWS has tags on machines, though none on their executions.
    Tags.of(this).add('application', 'belay');

    const tables = makeTables(this, settings.production);
    const queues = makeQueues(this);
    const bus = makeBus(this);
    const schedules = makeSchedules(this, queues);
    const slack = makeSlack(this, queues, settings.production);
    const stream = rightOnStream(tables, queues);

    const rights = makeRights(this, settings, { tables, bus, schedules, slack, stream });
    const functions = makeFunctions(this, props.functions, rights, queues, settings);

    makeMachines(this, props.machines, functions.steps);
    makeRules(this, functions, queues, settings);
    connectStream(this, tables, queues, functions.named['on-change']);
    connectSlack(this, bus, functions, queues);
    makeDashboard(this, queues);
    makeApi(this, functions.named.api, makeSignIn(this, settings));
  }
}
