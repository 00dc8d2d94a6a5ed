/** Functions that are deployed once; each has a file of its name under functions/. `step` is deployed once per step. */
export const FUNCTION_NAMES = [
  'api',
  'on-image-pushed',
  'on-ecs-event',
  'on-alarm',
  'on-execution-ended',
  'on-change',
  'on-due',
  'on-rehearsal',
  'notify-slack',
  'reconcile',
  'check-points',
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];

/** Everything that is bundled. */
export const ENTRIES = [...FUNCTION_NAMES, 'step'] as const;
