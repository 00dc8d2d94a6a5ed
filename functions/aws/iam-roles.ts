import { GetRoleCommand, type IAMClient } from '@aws-sdk/client-iam';
import * as z from 'zod/mini';
import type { Roles } from '../../core/ports.ts';

// Whoever loads this adapter makes its client.
export { IAMClient } from '@aws-sdk/client-iam';

const TASKS = 'ecs-tasks.amazonaws.com';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const Statement = z.object({
  Effect: z.string(),
  Principal: z.optional(z.union([z.literal('*'), z.object({ Service: z.optional(oneOrMore) })])),
});
const Trust = z.object({ Statement: z.union([Statement, z.array(Statement)]) });

/** IAM: whether a role is there, and whether it trusts the tasks of ECS. Conditions of a trust policy are left to ECS. */
export function iamRoles(client: IAMClient): Roles {
  return {
    async forTasks(arn) {
      const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
      try {
        const { Role } = await client.send(new GetRoleCommand({ RoleName }));
        // Names are unique in an account: this one has another path.
        if (Role?.Arn !== arn) return 'gone';
        return trustsTasks(Role.AssumeRolePolicyDocument ?? '') ? 'there' : 'not-for-tasks';
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchEntityException') return 'gone';
        throw error;
      }
    },
  };
}

/** `document`: as IAM gives it, JSON that is encoded as in an address. */
function trustsTasks(document: string): boolean {
  const { Statement: given } = Trust.parse(JSON.parse(decodeURIComponent(document)));
  return [given].flat().some(({ Effect, Principal }) => {
    const services = Principal === '*' ? TASKS : (Principal?.Service ?? []);
    return Effect === 'Allow' && [services].flat().includes(TASKS);
  });
}
