import type { Template } from 'aws-cdk-lib/assertions';

/** A statement of a role, as the template has it. */
export interface RoleStatement {
  /** Logical id of the role. */
  readonly role: string;
  readonly actions: readonly string[];
  /** ARNs with references in angle brackets, such as `arn:<AWS::Partition>:ecs:…`. */
  readonly resources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Every statement of every role. What is too long for a role's own policy the CDK puts into managed ones. */
export function statementsOf(template: Template): readonly RoleStatement[] {
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) =>
    Object.values(template.findResources(type)),
  );
  return policies.flatMap(({ Properties }) =>
    listOf(Properties.PolicyDocument.Statement).map((statement) => ({
      role: Properties.Roles[0].Ref,
      actions: listOf(statement.Action),
      resources: listOf(statement.Resource).map(flat),
      conditions: statement.Condition ?? {},
    })),
  );
}

/** A value of a template as text, references in angle brackets. */
export function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    if ('Ref' in value) return `<${value.Ref}>`;
    if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
    if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) return value['Fn::Join'][1].map(flat).join('');
  }
  return JSON.stringify(value);
}

function listOf<Item>(value: Item | Item[]): Item[] {
  return Array.isArray(value) ? value : [value];
}
