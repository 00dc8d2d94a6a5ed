import { beforeEach, expect, test } from 'vitest';
import { AWS_ONLY, isForAwsOnly } from './aws-only.ts';
import { writeProof } from './proof-file.ts';
import { type Part, prove, wordsOf } from './prove.ts';
import { readRecordings, whyNotProven } from './recordings.ts';
import { recordingsFolder } from './recordings-folder.ts';

const notProven = whyNotProven(recordingsFolder);
const proof = notProven === undefined ? prove('Belay', readRecordings(recordingsFolder)) : undefined;
if (notProven !== undefined) console.log(notProven);

beforeEach(({ skip }) => skip(notProven !== undefined, 'only a whole run proves the rights'));

const ofOurs = (parts: readonly Part[] = []): readonly Part[] => parts.filter(({ action }) => !isForAwsOnly(action));

/** A resource or a statement whose every action only AWS uses. */
function isOnlyForAws({ role, policy, statement }: Part): boolean {
  const actions = proof?.granted.filter(
    (one) => one.role === role && one.policy === policy && one.statement === statement,
  );
  return actions?.every(({ action }) => isForAwsOnly(action)) === true;
}

test('every action that a role has on a resource was called', () => {
  const [granted, unused] = [ofOurs(proof?.granted), ofOurs(proof?.unused)];
  const awsOnly = (proof?.granted.length ?? 0) - granted.length;
  const used = granted.length - unused.length;
  const ratio = granted.length / used;
  writeProof({ granted: granted.length, used, awsOnly, ratio });
  console.log(`rights: ${granted.length} granted, ${used} used, ${ratio.toFixed(2)}; ${awsOnly} more only AWS uses`);
  expect(unused.map(wordsOf)).toEqual([]);
});

test('without any one statement, action or resource of a role a call is refused', () => {
  expect(
    ofOurs(proof?.unmissed)
      .filter((part) => !isOnlyForAws(part))
      .map(wordsOf),
  ).toEqual([]);
});

test('what only AWS uses is granted, is at most ten actions, and was called by nobody', () => {
  const actions = Object.keys(AWS_ONLY);
  expect(actions.length).toBeLessThanOrEqual(10);
  const granted = new Set(proof?.granted.map(({ action }) => action));
  expect(actions.filter((action) => !granted.has(action))).toEqual([]);
  const uncalled = new Set(proof?.unused.map(wordsOf));
  expect(
    proof?.granted
      .filter((part) => isForAwsOnly(part.action))
      .map(wordsOf)
      .filter((part) => !uncalled.has(part)),
  ).toEqual([]);
});
