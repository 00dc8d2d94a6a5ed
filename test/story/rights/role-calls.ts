import { expect } from 'vitest';
import { until } from '../../../local/story/api.ts';
import type { StartedWorld } from '../world-fixture.ts';

/** The operations that a role of Belay has called, from the `since`th call of all on. Fails where one was denied. */
export function operationsOf({ world }: StartedWorld, role: string, since = 0): readonly string[] {
  const own = world.wire.calls
    .calls()
    .slice(since)
    .filter(({ caller }) => caller.arn.includes(`/Belay-${role}Role`));
  expect(own.filter(({ error }) => error?.code.includes('AccessDenied'))).toEqual([]);
  return own.map(({ operation }) => operation);
}

/** Waits until a role has called all of these. */
export async function untilCalled(
  world: StartedWorld,
  role: string,
  operations: readonly string[],
  since = 0,
): Promise<void> {
  await until(`${role} to call ${operations}`, 30, async () => {
    const made = operationsOf(world, role, since);
    return operations.every((operation) => made.includes(operation)) || undefined;
  });
}
