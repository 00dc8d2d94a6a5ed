import { describe, expect, test } from 'vitest';
import { shipBad, shipGood } from './as-it-should.ts';
import { forbid, put, redefine, type Template, takeOut } from './template.ts';
import { type ExampleWorld, oneTask, startExample } from './world-fixture.ts';

/** A change of the stack that must not go unnoticed, what it breaks, and how that shows. */
interface Mutation {
  readonly what: string;
  readonly breaks: 'way forward' | 'way back';
  readonly shows: RegExp;
  readonly mutate: (template: Template) => void;
}

const RULE = 'AWS::Events::Rule';
const FUNCTION = 'AWS::Lambda::Function';
const TABLE = 'AWS::DynamoDB::Table';
const VARIABLES = ['Environment', 'Variables'];

const MUTATIONS: readonly Mutation[] = [
  {
    what: 'a state is renamed',
    breaks: 'way forward',
    shows: /could not be deployed.*Judge before traffic/,
    mutate: (template) => redefine(template, 'BlueGreenMachine', '"Judge before traffic": {', '"Judge": {'),
  },
  {
    what: 'a placeholder of a machine names another function',
    breaks: 'way forward',
    shows: /the verdict is/,
    mutate: (template) => redefine(template, 'DeployMachine', placeholder('Verify'), placeholder('Plan')),
  },
  {
    what: 'a field of an event pattern is misspelt',
    breaks: 'way back',
    shows: /it was stopped by (?!.*OnAlarm)/,
    mutate: (template) => put(template, RULE, 'AlarmWentOff', ['EventPattern', 'detail', 'state', 'value'], ['Alarm']),
  },
  {
    what: 'a function is given another table',
    breaks: 'way forward',
    shows: /the verdict is/,
    mutate: (template) =>
      put(template, FUNCTION, 'CaptureRollbackPoint', [...VARIABLES, 'ROLLBACK_POINTS_TABLE'], 'Nowhere'),
  },
  {
    what: 'a role lacks a statement',
    breaks: 'way forward',
    shows: /the verdict is ROLLED_BACK/,
    mutate: (template) => forbid(template, 'ContinueDeploymentRole', 'ecs:ContinueServiceDeployment'),
  },
  {
    what: 'the role of a machine may not have its log delivered',
    breaks: 'way forward',
    shows: /could not be deployed.*not authorized to access the Log Destination/,
    mutate: (template) => forbid(template, 'BlueGreenMachineRole', 'logs:CreateLogDelivery'),
  },
  {
    what: 'a rule has no target',
    breaks: 'way forward',
    shows: /Slack heard nothing/,
    mutate: (template) => put(template, RULE, 'TellSlack', ['Targets'], []),
  },
  {
    what: 'a function is told of another role for its schedules',
    breaks: 'way forward',
    shows: /TaskTimedOut/,
    mutate: (template) =>
      put(
        template,
        FUNCTION,
        'OnEcsEvent',
        [...VARIABLES, 'SCHEDULE_ROLE_ARN'],
        'arn:aws:iam::000000000000:role/other',
      ),
  },
  {
    what: "a table's index has another name",
    breaks: 'way forward',
    shows: /answered 500/,
    mutate: (template) => put(template, TABLE, 'VersionHistory', ['LocalSecondaryIndexes', '0', 'IndexName'], 'byTime'),
  },
  {
    what: 'a rule listens to another bus',
    breaks: 'way forward',
    shows: /Slack heard nothing/,
    mutate: (template) => put(template, RULE, 'TellSlack', ['EventBusName'], 'default'),
  },
  {
    what: 'the rule of the alarms may not invoke its function',
    breaks: 'way back',
    shows: /it was stopped by (?!.*OnAlarm)/,
    mutate: (template) => takeOut(template, 'AWS::Lambda::Permission', 'AlarmWentOff'),
  },
];

const shipped = { 'way forward': shipGood, 'way back': shipBad };

// That all is as it should be without a change, on both roads, is what the other files prove; the first test proves the judge.
describe.concurrent('a change of the template does not go unnoticed', () => {
  test('no change, and nothing is found to be wrong', async () => {
    expect(await wrongs('way forward', () => {})).toEqual([]);
  });

  test.for(MUTATIONS)('$what: the $breaks does not go as it should', async ({ breaks, shows, mutate }) => {
    expect((await wrongs(breaks, mutate)).join('\n')).toMatch(shows);
  });
});

async function wrongs(road: Mutation['breaks'], belay: (template: Template) => void): Promise<readonly string[]> {
  let world: ExampleWorld;
  try {
    world = await startExample({ speed: 120, belay, example: oneTask });
  } catch (error) {
    return [`it could not be deployed: ${error instanceof Error ? error.message : error}`];
  }
  try {
    return await shipped[road](world);
  } finally {
    await world.stop();
  }
}

function placeholder(name: string): string {
  return `"\${${name}}"`;
}
