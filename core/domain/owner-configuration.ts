/** What the owner of a service wrote into its deploymentConfiguration, as far as checks ask about it. */
export interface OwnerConfiguration {
  /** Alarms that ECS watches during deployments, whoever put them there. */
  readonly alarms: readonly string[];
  /** Lambda hooks, each with the role that ECS takes to call it. */
  readonly lambdaHooks: readonly { readonly target: string; readonly role: string }[];
  /** Limits of a rolling deployment; absent where ECS's own hold. */
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
}

/** Reads the JSON text of a deploymentConfiguration. What is of another shape is left out. */
export function readOwnerConfiguration(text: string): OwnerConfiguration {
  const configuration: unknown = JSON.parse(text);
  const alarms = at(configuration, 'alarms');
  const hooks = at(configuration, 'lifecycleHooks');
  const [fewest, most] = [at(configuration, 'minimumHealthyPercent'), at(configuration, 'maximumPercent')];
  return {
    alarms: at(alarms, 'enable') === true ? listOf(at(alarms, 'alarmNames')).map(String) : [],
    lambdaHooks: listOf(hooks).flatMap((hook) => {
      const [target, role] = [at(hook, 'hookTargetArn'), at(hook, 'roleArn')];
      return typeof target === 'string' && typeof role === 'string' ? [{ target, role }] : [];
    }),
    ...(typeof fewest === 'number' && { minimumHealthyPercent: fewest }),
    ...(typeof most === 'number' && { maximumPercent: most }),
  };
}

/** The alarms of which ECS is told with an update: those that Belay sends, and the owner's. One in ALARM at the start, and it ignores all. */
export function withOwnersAlarms(names: readonly string[], deploymentConfiguration: string): readonly string[] {
  return [...new Set([...names, ...readOwnerConfiguration(deploymentConfiguration).alarms])];
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
