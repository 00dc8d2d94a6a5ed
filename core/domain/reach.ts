/** What the owner of the account let Belay reach when the stack was deployed. */
export interface Reach {
  /** Names of clusters. */
  readonly clusters: readonly string[];
  /** Role ARNs; one that ends with `*` stands for all below a path. */
  readonly taskRoles: readonly string[];
  /** Names of log groups; one that ends with `*` stands for all that begin so. */
  readonly logGroups: readonly string[];
}

/** May Belay register a task definition with this role? */
export function coversRole({ taskRoles }: Pick<Reach, 'taskRoles'>, arn: string): boolean {
  return covers(taskRoles, arn);
}

/** May Belay read this log group? */
export function coversLogGroup({ logGroups }: Pick<Reach, 'logGroups'>, name: string): boolean {
  return covers(logGroups, name);
}

function covers(patterns: readonly string[], name: string): boolean {
  return patterns.some((one) => (one.endsWith('*') ? name.startsWith(one.slice(0, -1)) : name === one));
}
