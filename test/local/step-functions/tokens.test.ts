import fc from 'fast-check';
import { expect, test } from 'vitest';
import { issuedFor, taskToken } from '../../../local/step-functions/run/task-token.ts';

const part = fc.string({ minLength: 1, maxLength: 80 });

test('a token names its execution to us, and no two tasks have the same', () => {
  fc.assert(
    fc.property(part, fc.nat(), fc.nat(), fc.nat(), (execution, started, one, other) => {
      const token = taskToken(execution, started, one);
      expect(issuedFor(token)).toBe(execution);
      expect(taskToken(execution, started, other) === token).toBe(one === other);
      expect(token.length).toBeLessThanOrEqual(2048);
    }),
  );
});

test('no other string is a token, and a changed token is none', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(899), (text, place) => {
      expect(issuedFor(text)).toBeUndefined();
      expect(issuedFor(Buffer.from(text).toString('base64'))).toBeUndefined();
      const token = taskToken('arn:aws:states:us-east-1:000000000000:execution:m:e', 1, 1);
      const other = token[place] === 'A' ? 'B' : 'A';
      const changed = token.slice(0, place) + other + token.slice(place + 1);
      expect([undefined, 'arn:aws:states:us-east-1:000000000000:execution:m:e']).toContain(issuedFor(changed));
      if (Buffer.from(changed, 'base64').equals(Buffer.from(token, 'base64'))) return;
      expect(issuedFor(changed)).toBeUndefined();
    }),
  );
});
