import type { VersionRef } from '../deployment.ts';
import type { Finding } from '../finding.ts';
import type { DeploymentId } from '../names.ts';
import type { Reach } from '../reach.ts';
import type { RefusalCode } from '../refused.ts';
import type { Seen } from '../seen.ts';
import type { Denied, Hold, ServiceSettings } from '../service.ts';
import type { Serving } from '../serving.ts';
import type { TaskDefinitionTruth } from '../task-definition.ts';
import type { AlarmReading, ServiceTruth, TargetGroupTruth, TaskHost } from '../truth.ts';

/** All that was read about a service, once, before any check looks at it. */
export interface Reading {
  readonly settings: ServiceSettings;
  readonly hold: Hold | undefined;
  readonly denied: readonly Denied[];
  /** The deployment of ours that is under way. */
  readonly live: DeploymentId | undefined;
  readonly asked: AskedImage;
  readonly ecs: Seen<ServiceTruth | undefined>;
  /** Status of a service deployment that is under way, whoever started it. */
  readonly underWay: Seen<string | undefined>;
  /** Has any deployment of the service succeeded that ECS remembers? */
  readonly succeeded: Seen<boolean>;
  readonly serving: Seen<Serving>;
  readonly taskDefinition: Seen<TaskDefinitionTruth | undefined>;
  readonly alarms: Seen<readonly AlarmReading[]>;
  /** By ARN: is this listener rule there? */
  readonly rules: Readonly<Record<string, Seen<boolean>>>;
  /** By ARN. */
  readonly groups: Readonly<Record<string, Seen<TargetGroupTruth | undefined>>>;
  /** Can the test rule be asked over HTTP? */
  readonly testable: Seen<boolean>;
  /** By repository: ARN of the key that it is encrypted with, where that is one of the owner's. */
  readonly keys: Readonly<Record<string, Seen<string | undefined>>>;
  /** By ARN: is this secret there? */
  readonly secrets: Readonly<Record<string, Seen<boolean>>>;
  /** By what a container names: is this parameter there? Those of other accounts and Regions are not looked at. */
  readonly parameters: Readonly<Record<string, Seen<boolean>>>;
  /** vCPU of Fargate. `undefined`: the service does not run on it, on demand and Spot at once, or AWS does not say. */
  readonly fargate: Seen<{ readonly most: number; readonly taken: number } | undefined>;
  /** Addresses that are free, by subnet of the service. */
  readonly addresses: Seen<Readonly<Record<string, number>>>;
  /** By ARN, of those that the stack may hand out: may ECS start tasks with it? */
  readonly roles: Readonly<Record<string, Seen<'there' | 'gone' | 'not-for-tasks'>>>;
  /** By name: is this log group there? `closed`: the stack was not given the right to read it. */
  readonly logGroups: Readonly<Record<string, Seen<'there' | 'gone' | 'closed'>>>;
  readonly reach: Reach;
}

/** What the checks of a task definition ask about: a deployment knows no more when it makes its copy. */
export interface TaskReading extends Pick<Reading, 'settings' | 'asked' | 'taskDefinition'> {
  readonly reach: Pick<Reach, 'taskRoles'>;
  readonly ecs: Seen<TaskHost | undefined>;
}

/** The version that was asked about. `none`: no version was named. `unseen`: the registry did not say. */
export type AskedImage =
  | { readonly kind: 'none' }
  | { readonly kind: 'unseen'; readonly because: string }
  | { readonly kind: 'missing'; readonly code: RefusalCode; readonly because: string }
  | {
      readonly kind: 'there';
      readonly to: VersionRef;
      readonly repository: string;
      readonly platforms: readonly string[];
    };

/** One check: from what was read to what it means. */
export type Check = (reading: Reading) => readonly Finding[];
