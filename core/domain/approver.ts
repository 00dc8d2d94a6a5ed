/** Who speaks: their name, and the roles and groups that their sign-in carries, as approvers are written: `role:…`, `group:…`. */
export interface Speaker {
  readonly by: string;
  readonly roles: readonly string[];
}

const ROLE = /^(role|group):/;

/** Is it a role or a group, which any number of people may have? All other approvers are persons. */
export function isRole(approver: string): boolean {
  return ROLE.test(approver);
}

/**
 * As which of the named approvers somebody may speak: as the person, else by a role. `undefined`: as none of them. A person whose name looks
 * like a role is none: names come from the identity provider.
 */
export function approverOf(approvers: readonly string[], { by, roles }: Speaker): string | undefined {
  return (
    approvers.find((one) => one === by && !isRole(one)) ?? approvers.find((one) => isRole(one) && roles.includes(one))
  );
}
