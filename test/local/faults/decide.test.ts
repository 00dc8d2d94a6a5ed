import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide, freshState } from '../../../local/faults/decide.ts';
import type { FaultRules, WrittenFaults } from '../../../local/faults/fault-rules.ts';
import type { Occasion } from '../../../local/faults/occasion.ts';
import { faultRules } from './rules.ts';

type Written = WrittenFaults['rules'][number];

const update: Occasion = {
  door: 'call',
  names: { service: 'ecs', operation: 'UpdateService', function: 'belay-start' },
  call: 3,
  text: () => '{"service":"web"}',
};
const byNobody: Occasion = { ...update, names: { service: 'ecs', operation: 'UpdateService', function: undefined } };
const hook: Occasion = {
  door: 'event',
  names: { rule: 'DeploymentPaused12', detailType: 'ECS Hook State Change', target: 'arn:f' },
  text: () => '{"detail":{"name":"web"}}',
};

/** Which of as many occasions a set of rules strikes: the index of the rule, or -1. */
function struck(rules: FaultRules, occasions: readonly Occasion[]): readonly number[] {
  let state = freshState(rules);
  return occasions.map((occasion) => {
    const decision = decide(state, occasion);
    state = decision.state;
    return decision.strike?.index ?? -1;
  });
}

test.each<[string, Written, Occasion, boolean]>([
  ['a door alone takes all that comes to it', { door: 'call', fault: 'throttle' }, update, true],
  ['and nothing of another', { door: 'event', fault: 'lose' }, update, false],
  ['a name', { door: 'call', fault: 'throttle', service: 'ecs', operation: 'UpdateService' }, update, true],
  ['another name', { door: 'call', fault: 'throttle', service: 'ecr' }, update, false],
  ['a pattern', { door: 'event', fault: 'lose', rule: 'DeploymentPaused*' }, hook, true],
  ['a name is no beginning', { door: 'event', fault: 'lose', rule: 'DeploymentPaused' }, hook, false],
  ['what it is about', { door: 'event', fault: 'lose', about: '"web"' }, hook, true],
  ['what it is not about', { door: 'event', fault: 'lose', about: '"api"' }, hook, false],
  ['the how manyeth call', { door: 'function', fault: 'kill', call: 3 }, update, true],
  ['another call', { door: 'function', fault: 'kill', call: 2 }, update, false],
  ['only functions can be killed', { door: 'function', fault: 'kill' }, byNobody, false],
  ['who is no function has no name', { door: 'call', fault: 'throttle', function: 'belay-*' }, byNobody, false],
])('%s', (_, rule, occasion, strikes) => {
  expect(struck(faultRules({ rules: [rule] }), [occasion])).toEqual([strikes ? 0 : -1]);
});

test('the second and third that fit are struck, and no other', () => {
  const rules = faultRules({
    rules: [{ door: 'call', fault: 'throttle', operation: 'UpdateService', from: 2, times: 2 }],
  });
  expect(struck(rules, [update, hook, update, update, update])).toEqual([-1, -1, 0, 0, -1]);
});

test('the first rule that strikes is the one that does; the others count what they met', () => {
  const rules = faultRules({
    rules: [
      { door: 'call', fault: 'throttle', times: 1 },
      { door: 'call', fault: 'loseReply', from: 2 },
    ],
  });
  expect(struck(rules, [update, update, update])).toEqual([0, 1, 1]);
});

test('the same seed and order of occasions always give the same faults, another seed others', () => {
  const many = Array.from({ length: 64 }, () => hook);
  const of = (seed: number) =>
    struck(faultRules({ seed, rules: [{ door: 'event', fault: 'delay', seconds: [1, 9], chance: 0.5 }] }), many).join();
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      expect(of(seed)).toBe(of(seed));
      expect(of(seed)).not.toBe(of(seed + 1));
    }),
  );
});

test('a share is struck about as often as it says', () => {
  const rules = faultRules({ rules: [{ door: 'event', fault: 'lose', chance: 0.2 }] });
  const count = struck(
    rules,
    Array.from({ length: 2000 }, () => hook),
  ).filter((index) => index === 0).length;
  expect(count).toBeGreaterThan(320);
  expect(count).toBeLessThan(480);
});

test('a drawn delay is never outside its bounds', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const rules = faultRules({ seed, rules: [{ door: 'event', fault: 'delay', seconds: [3, 4] }] });
      const { strike } = decide(freshState(rules), hook);
      expect(strike?.seconds).toBeGreaterThanOrEqual(3);
      expect(strike?.seconds).toBeLessThanOrEqual(4);
    }),
  );
});
