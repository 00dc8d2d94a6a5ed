import { Stack } from 'aws-cdk-lib';
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

/** Gives a role its rights, each once: what several rights say of the same resources is one statement. */
export function give(role: Role, rights: readonly Right[]): void {
  const statements = new Map<string, Statement>();
  for (const statement of rights.flatMap((right) => right.statements)) {
    const { resources, conditions = {} } = statement;
    const about = JSON.stringify(Stack.of(role).resolve([resources, conditions]));
    const before = statements.get(about);
    statements.set(about, before === undefined ? statement : joined(before, statement));
  }
  for (const { actions, resources, conditions, because } of statements.values()) {
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

function joined(one: Statement, other: Statement): Statement {
  const reasons = new Set([one.because, other.because].filter((because) => because !== undefined));
  return {
    ...one,
    actions: [...new Set([...one.actions, ...other.actions])],
    ...(reasons.size > 0 && { because: [...reasons].join('; ') }),
  };
}

/** The variables of several rights together. */
export function variablesOf(rights: readonly Right[]): Partial<Record<EnvironmentName, string>> {
  return Object.assign({}, ...rights.map((right) => right.variables ?? {}));
}
