import type { Target } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { shortName } from '../sqs/short-name.ts';
import { type Provisioner, physicalName } from '../template/provisioner.ts';
import { checkTarget } from './check-target.ts';
import type { PutRule } from './put-rule.ts';
import { busArn, busName, DEFAULT_BUS, ruleArn } from './rule.ts';
import type { RuleBook } from './rule-book.ts';

export type EventsTypes = 'AWS::Events::EventBus' | 'AWS::Events::Rule';

const BUS = z.strictObject({ Name: z.string(), Description: z.string().optional(), Tags: z.unknown().optional() });

const TARGET = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
  SqsParameters: z.strictObject({ MessageGroupId: z.string().optional() }).optional(),
  DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .strictObject({
      MaximumRetryAttempts: z.coerce.number().optional(),
      MaximumEventAgeInSeconds: z.coerce.number().optional(),
    })
    .optional(),
});

const RULE = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  EventBusName: z.string().optional(),
  EventPattern: z.unknown(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  RoleArn: z.string().optional(),
  Targets: z.array(TARGET).max(5).default([]),
  Tags: z.unknown().optional(),
});

export function eventsProvisioners(rules: RuleBook, putRule: PutRule, clock: Clock): Record<EventsTypes, Provisioner> {
  return {
    'AWS::Events::EventBus': {
      provision(properties, context) {
        const { Name: name, Description: description } = parsed(BUS, properties, context.logicalId);
        const createdAt = rules.hasBus(name) ? rules.bus(name).createdAt : clock.now();
        rules.putBus({ name, description, createdAt });
        return { ref: name, attributes: { Arn: busArn(name), Name: name } };
      },
    },
    'AWS::Events::Rule': {
      provision(properties, context) {
        const given = parsed(RULE, properties, context.logicalId);
        const { EventPattern: pattern } = given;
        const targets: readonly Target[] = given.Targets;
        for (const target of targets) checkTarget(target);
        const rule = putRule({
          bus: busName(given.EventBusName),
          name: given.Name ?? shortName(physicalName(context), 64),
          pattern: pattern === undefined || typeof pattern === 'string' ? pattern : JSON.stringify(pattern),
          schedule: given.ScheduleExpression,
          state: given.State,
          description: given.Description,
          roleArn: given.RoleArn,
        });
        rules.putTargets(rule, targets);
        const ref = rule.bus === DEFAULT_BUS ? rule.name : `${rule.bus}|${rule.name}`;
        return { ref, attributes: { Arn: ruleArn(rule) } };
      },
    },
  };
}

function parsed<Shape>(schema: z.ZodType<Shape>, properties: unknown, logicalId: string): Shape {
  const result = schema.safeParse(properties);
  if (result.success) return result.data;
  throw new Error(`${logicalId}: ${z.prettifyError(result.error).replaceAll('\n', ' ')}`);
}
