import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkMark, readCheckMark } from '../../../core/domain/check-mark.ts';
import { parseDeploymentId } from '../../../core/domain/names.ts';

const id = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,74}$/).map(parseDeploymentId);
const round = fc.constantFrom('before-traffic', 'after-bake-1', 'after-bake-11', 'way-back-20');

test('a mark is what ECS takes, whatever the deployment is called, and leads back to it', () => {
  fc.assert(
    fc.property(id, round, (deployment, name) => {
      const mark = checkMark(deployment, name);
      expect(mark).toMatch(/^[a-zA-Z0-9_/-]{1,128}$/);
      expect(readCheckMark(mark)).toEqual({ deployment, round: name });
    }),
  );
});

test.each(['ecs-svc/123', 'belay-check/', 'belay-rehearsal/web/1', 'belay-check/-/x', ''])(
  '"%s" is no mark of a check',
  (mark) => {
    expect(readCheckMark(mark)).toBeUndefined();
  },
);
