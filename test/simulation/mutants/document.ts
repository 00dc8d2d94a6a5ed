import { MUTANTS } from './all-mutants.ts';

/** The list of all mutants, as `docs/mutants.md` has it. */
export function mutantsDocument(): string {
  const peers = MUTANTS.filter(({ peer }) => peer !== undefined).length;
  return `# Bugs that the simulation must find

A simulation that finds nothing proves little until it is shown that it would find something. These are ${MUTANTS.length} bugs that somebody might
write into Belay: a condition, a fence, a retry or a look that is left out; ${peers} of them re-create published bugs of other tools.

    npm run simulate -- --mutants
    npm run simulate -- --mutants --json
    npm run simulate -- --mutants --only lock-taken-from-another

Each is planted in memory, in a thread of its own; the files stay as they are. Then the same schedules are run with it until an invariant
does not hold: first a good day and some bad ones, then seeds, as \`npm run simulate\` draws them, then directed ones, which let one thing happen at every call while two
deployments meet. A \`control\` changes nothing, and nothing may be found with it. A mutant that breaks the simulation itself is not killed.
A mutant that survives is a hole in the invariants or in the schedules: the command names it, and ends with 1.

This page is written by the test that checks it (\`test/simulation/mutants/mutants.test.ts\`, with \`--update\`).

| mutant | in | what a user would suffer | bug of |
| --- | --- | --- | --- |
${MUTANTS.map(({ id, file, breaks, peer = '' }) => `| ${id} | ${file.split('/').at(-1)} | ${breaks} | ${peer} |`).join('\n')}
`;
}
