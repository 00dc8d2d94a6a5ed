import type { Template } from 'aws-cdk-lib/assertions';
import { flat, type RoleStatement, statementsOf } from '../infra/statements.ts';
import { AWS_ONLY } from './aws-only.ts';
import { WHY_ROLES } from './why-roles.ts';

/** The rights of every role of the stack, as Markdown. Throws where a role has no word about what it is for. */
export function rightsInWords(template: Template): string {
  const byRole = Map.groupBy(statementsOf(template), ({ role }) => role.replace(/Role[0-9A-F]{8}$/, ''));
  const unknown = [...byRole.keys()].find((role) => !Object.hasOwn(WHY_ROLES, role));
  if (unknown !== undefined) throw new Error(`${unknown} has no word in why-roles.ts`);
  const sections = Object.entries(WHY_ROLES).map(([role, why]) => {
    const statements = byRole.get(role);
    if (statements === undefined) throw new Error(`why-roles.ts speaks of ${role}, and no role is called so`);
    return [`### ${role}`, '', why, '', '| may | on | if |', '| --- | --- | --- |', ...statements.map(rowOf), ''].join(
      '\n',
    );
  });
  const awsOnly = Object.entries(AWS_ONLY).map(([action, why]) => `| \`${action}\` | ${why} |`);
  return [...sections, '### What only AWS uses', '', '| action | why |', '| --- | --- |', ...awsOnly, ''].join('\n');
}

function rowOf({ actions, resources, conditions }: RoleStatement): string {
  const conditioned = Object.entries(conditions).flatMap(([, keys]) =>
    Object.entries(keys).map(
      ([key, value]) =>
        `\`${key}\` is ${[value]
          .flat()
          .map((one) => code(lastOf(one)))
          .join(' or ')}`,
    ),
  );
  return `| ${actions.map(code).join(', ')} | ${resources.map((arn) => code(lastOf(arn))).join(', ')} | ${conditioned.join('; ')} |`;
}

const code = (text: unknown): string => `\`${text}\``;

/** An ARN without what all of the stack's have in common, and names without the letters that the CDK adds. */
function lastOf(arn: unknown): string {
  return flat(arn)
    .replace(/^arn:<AWS::Partition>:/, '')
    .replace(/:<AWS::Region>:<AWS::AccountId>/, '')
    .replace(/:<AWS::AccountId>/, '')
    .replaceAll(/<(\w+?)[0-9A-F]{8}(\.\w+)?>/g, '$1');
}
