import type { StrategyName } from '../core/domain/service.ts';
import type { EnvironmentName } from '../functions/environment.ts';

/** Each of them, or the types do not fit. */
const STRATEGY: Readonly<Record<StrategyName, true>> = {
  'blue-green': true,
  canary: true,
  linear: true,
  rolling: true,
  immediate: true,
  graceful: true,
};

/** Variables that become defaults of the stack, as the functions are given them. */
export type Defaults = Readonly<
  Record<
    Extract<
      EnvironmentName,
      | 'AUTO_ROLLBACK_ON_FAILURE'
      | 'DEFAULT_DEPLOYMENT_STRATEGY'
      | 'HEALTH_CHECK_TIMEOUT'
      | 'MAX_ROLLBACK_POINTS'
      | 'REQUIRE_APPROVAL_FOR_PRODUCTION'
      | 'ROLLBACK_THRESHOLD'
    >,
    string
  >
>;

/** Reads them from the environment of the synthesis. Throws with the name of the variable and what it takes. */
export function readDefaults(environment: Readonly<Record<string, string | undefined>>): Defaults {
  const read = (name: keyof Defaults, usual: string, takes: RegExp, what: string): string => {
    const given = environment[name] || usual;
    if (takes.test(given)) return given;
    throw new Error(`${name} is "${given}". Give ${what}, such as ${usual}, or leave it out.`);
  };
  const strategies = ['auto', ...Object.keys(STRATEGY)];
  const one = `(${strategies.join('|')})`;
  const ofEnvironment = `[a-zA-Z0-9][a-zA-Z0-9_-]*=${one}`;
  return {
    AUTO_ROLLBACK_ON_FAILURE: read('AUTO_ROLLBACK_ON_FAILURE', 'true', /^(true|false)$/, 'true or false'),
    DEFAULT_DEPLOYMENT_STRATEGY: read(
      'DEFAULT_DEPLOYMENT_STRATEGY',
      'auto',
      new RegExp(`^(${one}|${ofEnvironment})(,${ofEnvironment})*$`),
      `${strategies.join(', ')}, and others by environment after it (auto,development=immediate)`,
    ),
    MAX_ROLLBACK_POINTS: read('MAX_ROLLBACK_POINTS', '10', /^(100|[1-9]\d?)$/, 'a number from 1 to 100'),
    HEALTH_CHECK_TIMEOUT: read('HEALTH_CHECK_TIMEOUT', '30000', /^[1-9]\d{2,5}$/, 'milliseconds from 100 to 999999'),
    REQUIRE_APPROVAL_FOR_PRODUCTION: read('REQUIRE_APPROVAL_FOR_PRODUCTION', 'true', /^(true|false)$/, 'true or false'),
    ROLLBACK_THRESHOLD: read('ROLLBACK_THRESHOLD', '5', /^(100|[1-9]?\d(\.\d{1,2})?)$/, 'percent from 0 to 100'),
  };
}
