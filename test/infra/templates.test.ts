import { stripVTControlCharacters } from 'node:util';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { ExampleStack } from '../../examples/stack.ts';
import { anApp } from './synthesized.ts';

test('both templates pass the AwsSolutions checks, and every exception is explained where it stands', () => {
  const { app } = anApp();
  new ExampleStack(app, 'BelayExample');
  expect(new AwsSolutionsChecks().validateScope(app).violations).toEqual([]);
});

test("both templates keep to CloudFormation's schemas: of all their properties only the one put in wrong is found", () => {
  const { app, belay } = anApp({ '@aws-cdk/core:validateAgainstDefaultRules': true }, true);
  new ExampleStack(app, 'BelayExample');
  new CfnQueue(belay, 'Wrong').addPropertyOverride('VisibilityTimeot', 5);
  const findings = (): readonly string[] => {
    try {
      app.synth();
      return [];
    } catch (error) {
      return stripVTControlCharacters(String(error)).match(/\b(ERROR|WARNING) .*$/gm) ?? [];
    }
  };
  expect(findings()).toEqual([expect.stringContaining('VisibilityTimeot')]);
});

test('the example has a service wired for blue/green, with weights and rules that ECS can take over', () => {
  const template = Template.fromStack(new ExampleStack(new App(), 'BelayExample'));
  template.hasResourceProperties('AWS::ECS::Service', {
    ServiceName: 'web',
    DeploymentConfiguration: { Strategy: 'BLUE_GREEN', BakeTimeInMinutes: 1 },
    Tags: [{ Key: 'belay:managed', Value: 'true' }],
    LoadBalancers: [
      {
        AdvancedConfiguration: {
          AlternateTargetGroupArn: { Ref: Match.stringLikeRegexp('^WebGreen') },
          ProductionListenerRule: { Ref: Match.stringLikeRegexp('^WebProduction') },
          TestListenerRule: { Ref: Match.stringLikeRegexp('^WebTest') },
          RoleArn: Match.anyValue(),
        },
      },
    ],
  });
});
