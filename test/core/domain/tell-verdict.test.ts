import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDeploymentId } from '../../../core/domain/names.ts';
import { tellVerdict } from '../../../core/domain/tell-verdict.ts';
import { aDeployment, aDigest } from '../../builders.ts';

const OLD = { version: '1.0.0', digest: aDigest(1) };
const stuck = { verdict: 'STUCK', because: 'it fell.' } as const;

test.each([
  ['what ran before', { from: OLD }, 'mend what this names, then `belay deploy staging/web 1.0.0 --reason …`'],
  ['nothing ran before', {}, '`belay deploy staging/web <version> --first` with a version that works'],
  [
    'a rollback',
    { kind: 'rollback', from: OLD },
    'mend what this names, then `belay deploy staging/web 1.1.0 --reason …`',
  ],
  [
    'a rollback follows',
    { from: OLD, wayBack: parseDeploymentId('web-1.1.0-1.0.0-20261120T100000Z-bbbb') },
    '`belay watch web-1.1.0-1.0.0-20261120T100000Z-bbbb` follows the way back',
  ],
] as const)('who is called to a stuck deployment reads one next move: %s', (_, change, next) => {
  expect(tellVerdict(aDeployment({ ...stuck, ...change }))).toBe(
    `1.1.0 is stuck and needs a person: it fell. Next: ${next} (docs/troubleshooting.md#stuck)`,
  );
});

test('the page has the part that it is told to be at', () => {
  const page = readFileSync(new URL('../../../docs/troubleshooting.md', import.meta.url), 'utf8');
  expect(page).toMatch(/^## STUCK$/m);
});
