import type { Timeouts } from '../core/domain/time-plan.ts';
import { type Defaults, readDefaults } from './defaults.ts';
import { readTimeouts } from './timeouts.ts';

/** What the owner of an account decides, in cdk.json or with `-c name=value`; defaults of services in variables. */
export interface Settings {
  /** Names of the clusters whose services Belay may change. */
  readonly clusters: readonly string[];
  readonly taskRoles: TaskRoles;
  /** Log groups of services whose lines Belay may read. One that ends with `*` stands for all that begin so. */
  readonly logGroups: readonly string[];
  /** Data is protected against deletion, and survives the stack. */
  readonly production: boolean;
  /** Who signs the tokens of people. `undefined`: the stack makes a Cognito user pool. */
  readonly tokens: { readonly issuer: string; readonly audience: string } | undefined;
  /** Concurrent executions kept free for the way back. `undefined`: none are reserved. */
  readonly alarmConcurrency: number | undefined;
  /** For services that say nothing themselves, from the environment. */
  readonly defaults: Defaults;
  /** What deployments are given where their service says nothing else. */
  readonly timeouts: Timeouts;
}

/** The roles that a task definition registered by Belay may carry: an IAM path, or role ARNs. Never all roles. */
export type TaskRoles = { readonly path: string } | { readonly arns: readonly string[] };

const CLUSTER = /^[a-zA-Z0-9_-]{1,255}$/;
const PATH = /^([\w+=,.@-]+\/)+$/;
const LOG_GROUP = /^[\w./#-]{2,512}\*?$/;
const ROLE_ARN = /^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/;

/** Reads the settings from the CDK's context and the variables of the process. Throws with the name of what is wrong and what it takes. */
export function readSettings(
  context: (key: string) => unknown,
  variables: Readonly<Record<string, string | undefined>>,
): Settings {
  return {
    clusters: parseClusters(context('clusters')),
    taskRoles: parseTaskRoles(context('taskRolePath'), context('taskRoles')),
    logGroups: parseLogGroups(context('logGroups')),
    production: context('stage') === 'production',
    tokens: parseTokens(context('issuer'), context('audience')),
    alarmConcurrency: parseConcurrency(context('alarmConcurrency')),
    defaults: readDefaults(variables),
    timeouts: readTimeouts(variables),
  };
}

function parseClusters(given: unknown): readonly string[] {
  const clusters = listOf('clusters', given ?? ['example']);
  const wrong = clusters.find((name) => !CLUSTER.test(name));
  if (wrong === undefined && clusters.length > 0) return clusters;
  throw new Error(
    `Context "clusters" names ${wrong ?? 'no cluster'}. Give cluster names, such as -c clusters=production,staging.`,
  );
}

function parseTaskRoles(path: unknown, arns: unknown): TaskRoles {
  if (arns !== undefined) {
    const roles = listOf('taskRoles', arns);
    const wrong = roles.find((role) => !ROLE_ARN.test(role));
    if (wrong === undefined && roles.length > 0) return { arns: roles };
    throw new Error(
      `Context "taskRoles" has ${wrong ?? 'no role'}. Give whole role ARNs without wildcards, or "taskRolePath".`,
    );
  }
  const given = path ?? 'example/';
  if (typeof given === 'string' && PATH.test(given)) return { path: given };
  throw new Error(
    `Context "taskRolePath" is ${JSON.stringify(given)}. Give an IAM path that ends with a slash, such as app/.`,
  );
}

function parseLogGroups(given: unknown): readonly string[] {
  const groups = listOf('logGroups', given ?? ['/ecs/*']);
  const wrong = groups.find((name) => !LOG_GROUP.test(name));
  if (wrong === undefined && groups.length > 0) return groups;
  throw new Error(
    `Context "logGroups" has ${wrong ?? 'no log group'}. Give names, or beginnings of names with a * at the end, such as /ecs/*.`,
  );
}

function parseTokens(issuer: unknown, audience: unknown): Settings['tokens'] {
  if (issuer === undefined && audience === undefined) return undefined;
  if (typeof issuer === 'string' && URL.canParse(issuer) && typeof audience === 'string' && audience !== '') {
    return { issuer, audience };
  }
  throw new Error(
    'Context "issuer" must be the URL of an OIDC issuer and come with "audience", the client id; or leave out both.',
  );
}

function parseConcurrency(given: unknown): number | undefined {
  if (given === undefined) return undefined;
  const count = Number(given);
  if (Number.isInteger(count) && count > 0) return count;
  throw new Error(
    `Context "alarmConcurrency" is ${JSON.stringify(given)}. Give a whole number above 0, or leave it out.`,
  );
}

/** A list from cdk.json, or text with commas from the command line. */
function listOf(key: string, given: unknown): readonly string[] {
  if (typeof given === 'string') return given.split(',').map((part) => part.trim());
  if (Array.isArray(given) && given.every((part): part is string => typeof part === 'string')) return given;
  throw new Error(`Context "${key}" must be a list of names.`);
}
