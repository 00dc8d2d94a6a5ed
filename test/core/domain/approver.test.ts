import { expect, test } from 'vitest';
import { approverOf } from '../../../core/domain/approver.ts';

test.each([
  { what: 'a person who is named', approvers: ['ann', 'bob'], by: 'bob', roles: [], as: 'bob' },
  {
    what: 'a person with a named role',
    approvers: ['ann', 'role:ops'],
    by: 'bob',
    roles: ['role:ops'],
    as: 'role:ops',
  },
  {
    what: 'a person with a named group',
    approvers: ['group:qa'],
    by: 'bob',
    roles: ['group:dev', 'group:qa'],
    as: 'group:qa',
  },
  {
    what: 'a person who is named and has the role',
    approvers: ['role:ops', 'bob'],
    by: 'bob',
    roles: ['role:ops'],
    as: 'bob',
  },
  { what: 'somebody else', approvers: ['ann', 'role:ops'], by: 'bob', roles: ['role:dev'], as: undefined },
  { what: 'a group of the name of a role', approvers: ['role:ops'], by: 'bob', roles: ['group:ops'], as: undefined },
  { what: 'a role of the name of a person', approvers: ['ann'], by: 'bob', roles: ['role:ann'], as: undefined },
  { what: 'a person of the name of a role', approvers: ['role:ops'], by: 'role:ops', roles: [], as: undefined },
])('$what speaks as $as', ({ approvers, by, roles, as }) => {
  expect(approverOf(approvers, { by, roles })).toBe(as);
});
