import { Stack, Validations } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';

/** Tells cdk-nag why resources of a role have wildcards. Throws where nobody says why. */
export function explainWildcards(role: Role, resources: readonly string[], because: string | undefined): void {
  for (const resource of resources.map((arn) => flat(Stack.of(role).resolve(arn)))) {
    if (!resource.includes('*')) continue;
    if (because === undefined)
      throw new Error(`${role.node.path}: say why ${resource} needs a wildcard, or name the resource.`);
    Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason: because });
  }
}

/** An ARN as cdk-nag names it in its findings: references in angle brackets. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null) {
    if ('Ref' in value) return `<${value.Ref}>`;
    if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return `<${value['Fn::GetAtt'].join('.')}>`;
    if ('Fn::Join' in value && Array.isArray(value['Fn::Join'])) {
      const [separator, parts] = value['Fn::Join'];
      return parts.map(flat).join(separator);
    }
  }
  return JSON.stringify(value);
}
