import type { GetRoleRequest, GetRoleResponse } from '@aws-sdk/client-iam';
import { AwsError } from '../kernel/aws-error.ts';
import { type AwsService, operation } from '../kernel/aws-service.ts';
import { iamArn, type Role, type Roles } from './roles.ts';

/** IAM as it is asked about roles. */
export function roleService(roles: Roles): AwsService {
  return {
    name: 'iam',
    operations: {
      GetRole: operation<GetRoleRequest, GetRoleResponse>({
        permissions: ({ RoleName = '' }) => [
          { action: 'iam:GetRole', resource: roles.find(RoleName)?.arn ?? iamArn('role', '/', RoleName) },
        ],
        run({ RoleName = '' }) {
          const role = roles.find(RoleName);
          if (role === undefined)
            throw new AwsError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, 404);
          return { Role: described(role) };
        },
      }),
    },
  };
}

function described({ arn, name, id, trustDocument, createdAt }: Role): NonNullable<GetRoleResponse['Role']> {
  return {
    Path: arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1),
    RoleName: name,
    RoleId: id,
    Arn: arn,
    CreateDate: new Date(createdAt),
    AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustDocument)),
  };
}
