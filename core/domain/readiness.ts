import type { RollbackPoint } from './rollback-point.ts';

/** Could a service go back to this point now? */
export interface Readiness {
  readonly ok: boolean;
  /** What is in the way, one sentence each; empty where `ok`. */
  readonly because: readonly string[];
  /** What Belay has no right or no means to look at. It is neither good nor bad. */
  readonly unchecked: readonly string[];
  /** RFC 3339. */
  readonly checkedAt: string;
}

/** What was read about a point. */
export interface PointReading {
  /** Status of the ECS service; `undefined`: ECS has none of that name. */
  readonly service: string | undefined;
  readonly imageIsThere: boolean;
  /** An inactive one is there: its content can be read. */
  readonly taskDefinitionIsThere: boolean;
  /** By the ARN or name under which the task definition names them. */
  readonly secrets: Readonly<Record<string, SecretState>>;
}

/** `gone` includes a secret that is scheduled for deletion: tasks cannot read it any more. */
export type SecretState = 'there' | 'gone' | 'unseen';

/** Judges what was read. An inactive task definition is no obstacle: its content is registered again on the way back. */
export function judgeReadiness(point: RollbackPoint, repository: string, reading: PointReading, at: string): Readiness {
  const { service, imageIsThere, taskDefinitionIsThere, secrets } = reading;
  const secretsThat = (state: SecretState): readonly string[] =>
    Object.keys(secrets).filter((name) => secrets[name] === state);
  const because = [
    ...(service === 'ACTIVE' ? [] : [`ECS has no active service for ${point.service}. Create it again.`]),
    ...(imageIsThere ? [] : [`${point.version} (${point.digest}) is gone from ${repository}. Push it again.`]),
    ...(taskDefinitionIsThere
      ? []
      : [`${point.taskDefinition} was deleted. Deploy ${point.version} anew with \`belay deploy\`.`]),
    ...secretsThat('gone').map((name) => `The secret ${name} is gone. Restore it.`),
  ];
  return { ok: because.length === 0, because, unchecked: secretsThat('unseen'), checkedAt: at };
}
