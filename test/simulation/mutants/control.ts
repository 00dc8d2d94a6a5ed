import type { Hunted } from './hunt-all.ts';

/** A change that changes nothing: what kills it is no invariant, but a fault of the hunt. */
export const CONTROL: Hunted['mutant'] = {
  id: 'control',
  file: 'functions/aws/deployment-transactions.ts',
  from: '/** Takes the lock, ',
  to: '/** It takes the lock, ',
};
