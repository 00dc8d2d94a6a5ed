import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { expect, test } from 'vitest';
import { steps } from '../../core/steps/index.ts';
import { ENVIRONMENT_NAMES } from '../../functions/environment.ts';
import { ONLY_STAR } from '../../infra/rights/only-star.ts';
import { give } from '../../infra/rights/right.ts';
import { flat, statementsOf } from './statements.ts';
import { anApp, aTemplate, MACHINES } from './synthesized.ts';

const template = aTemplate({ clusters: ['production', 'staging'], taskRolePath: 'app/' });
const statements = statementsOf(template);
const allowing = (action: string) => statements.filter(({ actions }) => actions.includes(action));
const functions = Object.entries(template.findResources('AWS::Lambda::Function'));

test('no role has an action with a wildcard', () => {
  expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([]);
});

test('a resource that is only a star is given for the actions that AWS checks against nothing, and every such action is used', () => {
  const starred = statements.filter(({ resources }) => resources.includes('*')).flatMap(({ actions }) => actions);
  expect([...new Set(starred)].sort()).toEqual(Object.keys(ONLY_STAR).sort());
});

test('a wildcard for which nobody gives a reason is refused', () => {
  const { belay } = anApp();
  const role = new Role(belay, 'Careless', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const careless = { statements: [{ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:*:*:*'] }] };
  expect(() => give(role, [careless])).toThrow('say why arn:aws:sqs:*:*:* needs a wildcard');
});

test.each(['ecs:UpdateService', 'ecs:StopServiceDeployment', 'ecs:ContinueServiceDeployment'])(
  '%s reaches only tagged services of the named clusters',
  (action) => {
    const arn = (kind: string, rest: string): string[] =>
      ['production', 'staging'].map(
        (cluster) => `arn:<AWS::Partition>:ecs:<AWS::Region>:<AWS::AccountId>:${kind}/${cluster}/${rest}`,
      );
    const [onService, ...more] = [arn('service', '*'), arn('service-deployment', '*/*')];
    expect(allowing(action).length).toBeGreaterThan(0);
    for (const { resources, conditions } of allowing(action)) {
      expect(Object.keys(conditions.ArnEquals ?? {})).toEqual(['ecs:cluster']);
      if (more.some((arns) => arns[0] === resources[0])) continue;
      expect(resources).toEqual(onService);
      expect(conditions.StringEquals).toEqual({ 'aws:ResourceTag/belay:managed': 'true' });
    }
  },
);

test.each(['ecs:StopServiceDeployment', 'ecs:ContinueServiceDeployment', 'ecs:DescribeServiceDeployments'])(
  '%s is given on the service and on the service deployment, because AWS checks both',
  (action) => {
    const kinds = (role: string): string[] =>
      allowing(action)
        .filter((statement) => statement.role === role)
        .flatMap(({ resources }) => resources.map((resource) => resource.split(':').at(-1)?.split('/')[0] ?? ''));
    for (const { role } of allowing(action))
      expect(new Set(kinds(role)), role).toEqual(new Set(['service', 'service-deployment']));
  },
);

test('only task definitions and tasks can be tagged, and only while they are made', () => {
  const madeBy = (resource: string) =>
    resource.endsWith(':task-definition/*:*') ? 'RegisterTaskDefinition' : 'RunTask';
  for (const { resources, conditions } of allowing('ecs:TagResource')) {
    expect(
      resources.every((resource) => /:(task-definition\/\*:|task\/(production|staging)\/)\*$/.test(resource)),
    ).toBe(true);
    expect(conditions).toEqual({ StringEquals: { 'ecs:CreateAction': madeBy(resources[0] ?? '') } });
  }
  expect(new Set(allowing('ecs:TagResource').map(({ resources }) => madeBy(resources[0] ?? ''))).size).toBe(2);
});

test('tasks are started in the named clusters, marked as checks or rehearsals, and no other task can be stopped', () => {
  const clusters = ['production', 'staging'];
  for (const [action, key] of [
    ['ecs:RunTask', 'aws:RequestTag'],
    ['ecs:StopTask', 'aws:ResourceTag'],
  ] as const)
    for (const { conditions, role } of allowing(action)) {
      expect(conditions.ArnEquals?.['ecs:cluster']).toHaveLength(clusters.length);
      const mark = /^(Api|OnRehearsal)Role/.test(role) ? 'belay:rehearsal' : 'belay:check';
      const value = mark === 'belay:rehearsal' ? 'rp-*' : '*';
      expect(conditions.StringLike, role).toEqual({ [`${key}/${mark}`]: value });
    }
  expect(
    allowing('ecs:RunTask')
      .map(({ role }) => role)
      .sort(),
  ).toEqual([/^ApiRole/, /^RunChecksRole/, /^RunCommandRole/].map((role) => expect.stringMatching(role)));
  expect(allowing('ecs:StopTask').length).toBeGreaterThan(0);
});

test('Belay changes no alarm but those that it makes itself, and only the API does', () => {
  for (const action of ['cloudwatch:PutMetricAlarm', 'cloudwatch:DeleteAlarms'])
    expect(allowing(action)).toMatchObject([
      { role: expect.stringMatching(/^ApiRole/), resources: [expect.stringMatching(/:alarm:belay-\*$/)] },
    ]);
});

test('a role is passed to one service only, and no role outside the path that the owner gave', () => {
  const passes = allowing('iam:PassRole');
  expect(new Set(passes.map(({ conditions }) => conditions.StringEquals?.['iam:PassedToService']))).toEqual(
    new Set(['ecs-tasks.amazonaws.com', 'scheduler.amazonaws.com']),
  );
  const roles = new Set(passes.flatMap(({ resources }) => resources.filter((resource) => resource.includes('*'))));
  expect([...roles]).toEqual(['arn:<AWS::Partition>:iam::<AWS::AccountId>:role/app/*']);
});

test('role ARNs in place of a path are passed without any wildcard', () => {
  const arn = 'arn:aws:iam::111122223333:role/web-task';
  const passes = statementsOf(aTemplate({ taskRoles: arn })).filter(({ actions }) => actions.includes('iam:PassRole'));
  expect(passes.flatMap(({ resources }) => resources).filter((resource) => !resource.includes('ScheduleRole'))).toEqual(
    [arn, arn, arn, arn, arn],
  );
});

const withGroups = statementsOf(aTemplate({ logGroups: '/app/*,/shop/web' }));

test.each(['logs:GetLogEvents', 'logs:FilterLogEvents'])(
  '%s reads the log groups that the owner named, and nothing else',
  (action) => {
    const groups = withGroups
      .filter(({ actions }) => actions.includes(action))
      .flatMap(({ resources }) => resources.map((arn) => arn.split(':log-group:')[1]));
    expect([...new Set(groups)]).toEqual(['/app/*', '/shop/web:*']);
  },
);

test('the judge searches logs, and reads no stream', () => {
  const judge = withGroups.filter(({ role }) => role.startsWith('JudgeRole')).flatMap(({ actions }) => actions);
  expect(
    judge.filter(
      (action) => action.startsWith('logs:') && action !== 'logs:CreateLogStream' && action !== 'logs:PutLogEvents',
    ),
  ).toEqual(['logs:FilterLogEvents']);
});

test('every function has a role of its own', () => {
  const roles = functions.map(([, { Properties }]) => flat(Properties.Role));
  expect(new Set(roles).size).toBe(functions.length);
});

test('only notify-slack can read the address of Slack', () => {
  expect(allowing('secretsmanager:GetSecretValue').map(({ role }) => role)).toEqual([
    expect.stringMatching(/^NotifySlackRole/),
  ]);
});

test('every step is a function that is told which step it is', () => {
  const told = functions.flatMap(([, { Properties }]) => Properties.Environment.Variables.STEP ?? []);
  expect(told.sort()).toEqual(Object.keys(steps).sort());
});

test('a function is given the variables that Belay knows, and a table only together with a right on it', () => {
  for (const [id, { Properties }] of functions) {
    const variables: Record<string, unknown> = Properties.Environment.Variables;
    expect(ENVIRONMENT_NAMES).toEqual(expect.arrayContaining(Object.keys(variables)));
    const role = flat(Properties.Role).slice(1, -'.Arn>'.length);
    const own = statements.filter((statement) => statement.role === role).flatMap(({ resources }) => resources);
    for (const [name, value] of Object.entries(variables).filter(([key]) => key.endsWith('_TABLE')))
      expect(
        own.some((resource) => resource.startsWith(`${flat(value).slice(0, -1)}.Arn>`)),
        `${id} ${name}`,
      ).toBe(true);
  }
});

test.each(['deploy', 'blue-green', 'rolling', 'roll-back'])(
  'the machine %s may call what its text names, by alias, and nothing else',
  (file) => {
    const text = readFileSync(join(MACHINES, `${file}.asl.json`), 'utf8');
    const named = [...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? ''))];
    const role = `${file.replaceAll(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase())}MachineRole`;
    const own = statements.filter((statement) => statement.role.startsWith(role));
    const called = own
      .filter(({ actions }) => actions.includes('lambda:InvokeFunction'))
      .flatMap(({ resources }) => resources);
    const started = own
      .filter(({ actions }) => actions.includes('states:StartExecution'))
      .flatMap(({ resources }) => resources);
    expect(called.map((arn) => arn.replace(/^<(\w+)Live[0-9A-F]{8}>$/, '$1')).sort()).toEqual(
      named.filter((name) => !name.endsWith('Machine')).sort(),
    );
    expect(started.length).toBe(named.filter((name) => name.endsWith('Machine')).length);
  },
);

test('a machine that runs others may follow and stop them, and manage the rule that tells it of their end', () => {
  const [follow] = allowing('states:StopExecution');
  expect(follow?.actions).toEqual(['states:DescribeExecution', 'states:StopExecution']);
  expect(follow?.resources.map((arn) => arn.split(':').slice(-3).join(':')).sort()).toEqual([
    'execution:belay-blue-green:*',
    'execution:belay-canary:*',
    'execution:belay-graceful:*',
    'execution:belay-immediate:*',
    'execution:belay-linear:*',
    'execution:belay-roll-back:*',
    'execution:belay-rolling:*',
  ]);
  const [rule] = allowing('events:PutRule');
  expect(rule?.resources).toEqual([
    expect.stringMatching(/:rule\/StepFunctionsGetEventsForStepFunctionsExecutionRule$/),
  ]);
});
