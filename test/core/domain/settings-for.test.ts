import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingsFor } from '../../../core/domain/settings-for.ts';
import { aCommand, aService } from '../../builders.ts';

const people = fc.uniqueArray(fc.constantFrom<string[]>('ann', 'bea', 'cid', 'role:lead', 'group:ops'));

test('whatever a request says, nobody approves whom the service does not let, and nothing else changes', () => {
  fc.assert(
    fc.property(
      people,
      fc.option(people, { nil: undefined }),
      fc.option(fc.nat(), { nil: undefined }),
      (own, asked, deadline) => {
        const settings = aService({ approval: { count: 1, approvers: own, deadline: 60 } });
        const { approval, ...rest } = settingsFor(settings, {
          ...(asked && { approvers: asked }),
          ...(deadline !== undefined && { approvalDeadline: deadline }),
        });
        const { approval: _, ...before } = settings;
        expect(rest).toEqual(before);
        expect(approval).toMatchObject({ count: 1, deadline: deadline ?? 60 });
        if (own.length > 0) expect(approval?.approvers.every((one) => own.includes(one))).toBe(true);
        if (own.length > 0) expect(approval?.approvers).not.toEqual([]);
      },
    ),
  );
});

test('a list of checks stands in place of the service’s, and a yes or no does not', () => {
  const settings = aService({ checks: [aCommand()] });
  expect(settingsFor(settings, { checks: [] }).checks).toEqual([]);
  for (const checks of [true, false]) expect(settingsFor(settings, { checks })).toEqual(settings);
  expect(settingsFor(settings, undefined)).toEqual(settings);
});
