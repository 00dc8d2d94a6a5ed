/** The roles of the account with the statements that apply to each. */
import { ACCOUNT } from '../kernel/account.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { managedPolicies } from './managed-policies.ts';
import { parsePolicy, type Statement, statementsIn } from './policy-document.ts';

/** One statement and where it stands. */
export interface Rule {
  readonly statement: Statement;
  /** The policy's own name within the role. */
  readonly policy: string;
  /** Place of the statement in its policy, from 0. */
  readonly index: number;
  /** The statement before it was parsed. */
  readonly written: unknown;
}

export interface Role {
  readonly stack: string;
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly id: string;
  readonly trust: readonly Statement[];
  /** The trust policy before it was parsed. */
  readonly trustDocument: unknown;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly inline: readonly Rule[];
  readonly managed: readonly string[];
}

interface AttachedPolicy {
  readonly rules: readonly Rule[];
  readonly roles: readonly string[];
}

export interface Roles {
  /** Makes or replaces a role; two resources must not make the same one. */
  put(role: Role): void;
  find(name: string): Role | undefined;
  /** The role of an ARN; NoSuchEntity when there is none. */
  ofArn(arn: string): Role;
  all(): readonly Role[];
  /** Makes or replaces a policy that is attached to roles by name. `owner` is unique to the resource. */
  attach(owner: string, policy: AttachedPolicy): void;
  /** Makes or replaces a managed policy of the account. */
  putManaged(arn: string, rules: readonly Rule[]): void;
  /** Rules of a managed policy; an error for an ARN that neither the account nor the table of AWS's policies has. */
  managedRules(arn: string): readonly Rule[];
  /** Every rule that applies to a role. */
  rulesOf(role: Role): readonly Rule[];
}

const AWS_POLICY = 'arn:aws:iam::aws:policy/';

/** Names each statement of a document after its policy and its place. */
export function rulesIn(document: unknown, policy: string, where: string): readonly Rule[] {
  const written = statementsIn(document);
  return parsePolicy(document, where, 'identity').map((statement, index) => {
    return { statement, policy, index, written: written[index] };
  });
}

/** The ARN of a role or a policy; the path starts and ends with a slash. */
export function iamArn(kind: 'role' | 'policy', path: string, name: string): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}${path}${name}`;
}

export function createRoles(): Roles {
  const roles = new Map<string, Role>();
  const attached = new Map<string, AttachedPolicy>();
  const managed = new Map<string, readonly Rule[]>();

  function managedRules(arn: string): readonly Rule[] {
    const own = managed.get(arn);
    if (own !== undefined) return own;
    const name = arn.startsWith(AWS_POLICY) ? arn.slice(AWS_POLICY.length) : '';
    const document = Object.hasOwn(managedPolicies, name) ? managedPolicies[name] : undefined;
    if (document !== undefined) {
      const rules = rulesIn(document, name, arn);
      managed.set(arn, rules);
      return rules;
    }
    throw new AwsError(
      'NoSuchEntity',
      `Policy ${arn} does not exist, or local/iam/managed-policies.ts does not know it`,
      404,
    );
  }

  return {
    put(role) {
      const other = roles.get(role.name);
      if (other !== undefined && other.logicalId !== role.logicalId) {
        throw new AwsError('EntityAlreadyExists', `Role with name ${role.name} already exists.`, 409);
      }
      roles.set(role.name, role);
    },
    find: (name) => roles.get(name),
    ofArn(arn) {
      const role = roles.get(arn.slice(arn.lastIndexOf('/') + 1));
      if (role?.arn === arn) return role;
      throw new AwsError('NoSuchEntity', `The role with ARN ${arn} cannot be found.`, 404);
    },
    all: () => [...roles.values()],
    attach: (owner, policy) => void attached.set(owner, policy),
    putManaged: (arn, rules) => void managed.set(arn, rules),
    managedRules,
    rulesOf(role) {
      const policies = [...attached.values()].filter((policy) => policy.roles.includes(role.name));
      return [...role.inline, ...role.managed.flatMap(managedRules), ...policies.flatMap((policy) => policy.rules)];
    },
  };
}
