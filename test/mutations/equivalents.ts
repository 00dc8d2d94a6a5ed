/**
 * Clauses that can be dropped without anybody noticing here, because `<>` is true of what an item does not have. They say so where no page
 * of AWS does: docs/unverified.md has the command that shows it.
 */
export const EQUIVALENT: readonly { readonly path: string; readonly condition: string }[] = [
  { path: 'functions/aws/deployment-transactions.ts', condition: 'attribute_not_exists(live) OR live.id <> :id' },
  { path: 'functions/aws/dynamo-check-runs.ts', condition: 'attribute_not_exists(pk) OR #round <> :round' },
  {
    path: 'functions/aws/dynamo-outside.ts',
    condition: 'attribute_not_exists(pk) OR deployment.#status <> :ended',
  },
];
