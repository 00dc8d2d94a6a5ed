import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { EnvironmentName } from '../../functions/environment.ts';
import { explainWildcards } from './wildcards.ts';

/** Something that a role may do, and the variables without which a function could not do it. */
export interface Right {
  readonly statements: readonly Statement[];
  readonly variables?: Readonly<Partial<Record<EnvironmentName, string>>>;
}

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why a resource has a wildcard. Needed where one has. */
  readonly because?: string;
}

/** Gives a role its rights. One statement each, so that what a right is for stays readable in the console. */
export function give(role: Role, rights: readonly Right[]): void {
  for (const statement of rights.flatMap((right) => right.statements)) {
    const { actions, resources, conditions, because } = statement;
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.ALLOW,
        actions: [...actions],
        resources: [...resources],
        ...(conditions === undefined ? {} : { conditions }),
      }),
    );
    explainWildcards(role, resources, because);
  }
}

/** The variables of several rights together. */
export function variablesOf(rights: readonly Right[]): Partial<Record<EnvironmentName, string>> {
  return Object.assign({}, ...rights.map((right) => right.variables ?? {}));
}
