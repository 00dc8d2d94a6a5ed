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
does not hold: first ordinary days, good and bad, of which it is known how they must end (\`scene\`), then seeds, as \`npm run simulate\` draws them, then directed
schedules, which let one thing happen at every call in turn, where a deployment is alone and where two meet. A \`control\` changes nothing, and nothing may be found with it.
A mutant that breaks the simulation itself is not killed. One that survives is named, and the command ends with 1.

## What survives

A bug that nothing finds is a hole in the invariants or in the schedules, or it is none. Each that survived was looked at by itself:

- A hole was closed: a sharper invariant, or a schedule that reaches it. Some were found to be bugs of Belay that nobody had planted, and were mended.
- A second line of defence hid it. Where leaving both out is a bug that one could write, both are planted as one mutant. Where three or four lines stand behind each other, as at a gate
  after a stop was asked for (the request wakes the machine, the judgement reads it, the next step reads it, and ECS was told first), leaving out one changes nothing that anybody sees, and it is not in the list.
- The simulation cannot show it: weights that lag behind, task definitions that are deregistered, pauses that the owner of a service keeps, a service that changes while it is planned. Those have
  tests of their own, and are not in the list.

So the list holds what the simulation is known to find. It does not show that it finds all there could be.

This page is written by the test that checks it (\`test/simulation/mutants/mutants.test.ts\`, with \`--update\`).

| mutant | in | what a user would suffer | bug of |
| --- | --- | --- | --- |
${MUTANTS.map(({ id, file, breaks, peer = '' }) => `| ${id} | ${file.split('/').at(-1)} | ${breaks} | ${peer} |`).join('\n')}
`;
}
