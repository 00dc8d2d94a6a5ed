import { AWS_ONLY } from '../../test/permissions/aws-only.ts';
import { type ProvenRights, readProof } from '../../test/permissions/proof-file.ts';
import type { Figure, Unmeasured } from '../figure.ts';

export const iamGrantedUsed: Figure = {
  id: 'iamGrantedUsed',
  what: 'rights that the roles of the stack are given, for each that was used',
  unit: 'granted/used',
  floor: 1,
  bar: 1,
  how: `A right is one action of one role on one resource. It is used where a world of the tests made a call that it allows. The last whole run of \`npm test\` counted them. The ${Object.keys(AWS_ONLY).length} actions that only AWS uses are left out ([permissions](permissions.md#what-only-aws-uses)).`,
  measure: async () => grantedOfUsed(readProof()),
};

/** `undefined` where nothing is proven yet. */
export function grantedOfUsed(proven: ProvenRights | undefined): number | Unmeasured {
  return (
    proven?.ratio ?? { because: 'no whole run of the tests has shown what is used. Run `npm test`, and measure again.' }
  );
}
