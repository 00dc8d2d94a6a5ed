import type { Mutant } from './mutant.ts';
import { END_MUTANTS } from './table/of-ends.ts';
import { JUDGEMENT_MUTANTS } from './table/of-judgements.ts';
import { MACHINE_MUTANTS } from './table/of-machines.ts';
import { OPERATION_MUTANTS } from './table/of-operations.ts';
import { STEP_MUTANTS } from './table/of-steps.ts';
import { STORE_MUTANTS } from './table/of-stores.ts';

/** Every bug that the simulation must find. */
export const MUTANTS: readonly Mutant[] = [
  ...STORE_MUTANTS,
  ...STEP_MUTANTS,
  ...JUDGEMENT_MUTANTS,
  ...OPERATION_MUTANTS,
  ...END_MUTANTS,
  ...MACHINE_MUTANTS,
];
