/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in the bundles. DynamoDB answers at the address of its Region; a client asks for
 * another one only where somebody switches that on, and Belay does not.
 */

/** The configuration as it is. The middleware would make a cache of addresses for it. */
export const resolveEndpointDiscoveryConfig = <Config>(config: Config): Config => config;

/** How the SDK asks the environment and its files whether to look for addresses: it gets "no" without looking. */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: () => false,
  configFileSelector: () => false,
  default: false,
};
