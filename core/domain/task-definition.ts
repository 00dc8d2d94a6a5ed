/** A task definition, as far as deployments and their checks ask about it. */
export interface TaskDefinitionTruth {
  readonly arn: string;
  /** ACTIVE, INACTIVE or DELETE_IN_PROGRESS. */
  readonly status: string;
  /** Role ARNs. */
  readonly taskRole?: string;
  readonly executionRole?: string;
  readonly networkMode?: string;
  /** X86_64 or ARM64; ECS takes X86_64 where it is left out. */
  readonly cpuArchitecture?: string;
  /** LINUX or a WINDOWS_… family; ECS takes LINUX where it is left out. */
  readonly operatingSystem?: string;
  /** CPU units of the whole task, 1024 to a vCPU; absent on EC2 where only containers have limits. */
  readonly cpu?: number;
  readonly containers: readonly ContainerTruth[];
  /** Paths of what ECS answered and our SDK does not know. A copy would lose it. */
  readonly unknownFields: readonly string[];
}

export interface ContainerTruth {
  readonly name: string;
  /** `repository:tag` or `repository@digest`. */
  readonly image: string;
  readonly ports: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  /** Variable → ARN or name of a secret or parameter. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Absent where the container has no log configuration. `group` and `prefix` (of its streams) are those of the driver `awslogs`. */
  readonly logs?: { readonly driver: string; readonly group?: string; readonly prefix?: string };
  /** Log group of the driver awslogs. */
  readonly logGroup?: string;
  /** The driver makes the log group where there is none. */
  readonly makesLogGroup: boolean;
  /** Seconds between SIGTERM and SIGKILL. */
  readonly stopTimeout?: number;
  /** Of an essential container: its health decides over that of its task. */
  readonly healthCheck?: HealthCheck;
}

/** A container's own health check. Times are seconds. */
export interface HealthCheck {
  readonly interval: number;
  readonly timeout: number;
  /** Failures in a row that make it unhealthy. */
  readonly retries: number;
  /** At first failures do not count. */
  readonly startPeriod: number;
}
