/** The properties of alarms in a template, which are hostile until parsed. */
import { z } from 'zod';

// CloudFormation takes numbers and booleans as text, too.
const number = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const truth = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const texts = z.array(z.string());
const tags = z.array(z.strictObject({ Key: z.string(), Value: z.string() }));

const dimensions = z.array(z.strictObject({ Name: z.string(), Value: z.string() }));
const metric = z.strictObject({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions.optional() });

const query = z.strictObject({
  Id: z.string(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  Period: number.optional(),
  ReturnData: truth.optional(),
  MetricStat: z.strictObject({ Metric: metric, Period: number, Stat: z.string() }).optional(),
});

const common = {
  AlarmName: z.string().optional(),
  AlarmDescription: z.string().optional(),
  ActionsEnabled: truth.optional(),
  OKActions: texts.optional(),
  AlarmActions: texts.optional(),
  InsufficientDataActions: texts.optional(),
  Tags: tags.optional(),
};

/** `AWS::CloudWatch::Alarm`. What an alarm needs beyond the shape is checked where alarms are made. */
export const alarmProperties = z.strictObject({
  ...common,
  Namespace: z.string().optional(),
  MetricName: z.string().optional(),
  Dimensions: dimensions.optional(),
  Period: number.optional(),
  Statistic: z.enum(['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']).optional(),
  ExtendedStatistic: z.string().optional(),
  Metrics: z.array(query).optional(),
  EvaluationPeriods: number,
  DatapointsToAlarm: number.optional(),
  Threshold: number,
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.string().optional(),
  EvaluateLowSampleCountPercentile: z.string().optional(),
});

/** `AWS::CloudWatch::CompositeAlarm` */
export const compositeAlarmProperties = z.strictObject({ ...common, AlarmRule: z.string() });

/** `AWS::CloudWatch::Dashboard` */
export const dashboardProperties = z.strictObject({
  DashboardName: z.string().optional(),
  DashboardBody: z.string().refine(isJsonObject, { error: 'is not a JSON object' }),
  Tags: z.unknown().optional(),
});

function isJsonObject(text: string): boolean {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch {
    return false;
  }
}
