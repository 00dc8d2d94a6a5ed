import { expect, test } from 'vitest';
import type { RecordedCall, Recording } from '../../local/iam/recording.ts';
import { type Proof, prove, wordsOf } from './prove.ts';

const WEB = 'arn:aws:ecs:us-east-1:000000000000:service/example/web';
const API = 'arn:aws:ecs:us-east-1:000000000000:service/example/api';

const call = (action: string, resource: string, context: RecordedCall['context'] = {}): RecordedCall => {
  return { stack: 'Belay', role: 'Worker', action, resource, context };
};
const allow = (Action: unknown, Resource: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});

function recorded(statements: readonly object[], calls: readonly RecordedCall[]): Recording {
  const rules = statements.map((statement, index) => ({ policy: 'Default', index, statement }));
  return { roles: [{ stack: 'Belay', role: 'Worker', statements: rules }], calls };
}

/** The parts that a proof finds fault with, in words. */
const faults = ({ unused, unmissed }: Proof) => ({ unused: unused.map(wordsOf), unmissed: unmissed.map(wordsOf) });
const provenBy = (statements: readonly object[], calls: readonly RecordedCall[]) =>
  faults(prove('Belay', [recorded(statements, calls)]));

test('nothing is found where every action on every resource was called', () => {
  const calls = [call('ecs:UpdateService', WEB), call('ecs:UpdateService', API)];
  expect(provenBy([allow('ecs:UpdateService', [WEB, API])], calls)).toEqual({ unused: [], unmissed: [] });
});

test('a right too many is named with its role, its action and its resource', () => {
  const statements = [allow(['ecs:UpdateService', 'ecs:DeleteService'], [WEB, API])];
  const calls = [call('ecs:UpdateService', WEB), call('ecs:UpdateService', API)];
  expect(provenBy(statements, calls)).toEqual({
    unused: [
      `Worker: ecs:DeleteService on ${WEB} (statement 0 of Default)`,
      `Worker: ecs:DeleteService on ${API} (statement 0 of Default)`,
    ],
    unmissed: ['Worker: ecs:DeleteService (statement 0 of Default)'],
  });
});

test('a resource too many is named', () => {
  expect(provenBy([allow('ecs:UpdateService', [WEB, API])], [call('ecs:UpdateService', WEB)])).toEqual({
    unused: [`Worker: ecs:UpdateService on ${API} (statement 0 of Default)`],
    unmissed: [`Worker: on ${API} (statement 0 of Default)`],
  });
});

test('a statement that nobody misses, because another allows the same, is named though it was used', () => {
  const statements = [allow('ecs:UpdateService', WEB), allow('ecs:*', WEB)];
  expect(provenBy(statements, [call('ecs:UpdateService', WEB)]).unmissed).toContain(
    'Worker: all (statement 0 of Default)',
  );
});

test('a call that a condition keeps from a statement does not count for it', () => {
  const managed = { Condition: { StringEquals: { 'aws:ResourceTag/belay:managed': 'true' } } };
  const statements = [allow('ecs:UpdateService', WEB, managed)];
  expect(provenBy(statements, [call('ecs:UpdateService', WEB)]).unused).toHaveLength(1);
  const tagged = call('ecs:UpdateService', WEB, { 'aws:resourcetag/belay:managed': 'true' });
  expect(provenBy(statements, [tagged])).toEqual({ unused: [], unmissed: [] });
});

test('what one world needs is needed, and only calls of the same role count', () => {
  const statements = [allow('ecs:UpdateService', [WEB, API])];
  const [web, api] = [[call('ecs:UpdateService', WEB)], [call('ecs:UpdateService', API)]];
  expect(faults(prove('Belay', [recorded(statements, web), recorded(statements, api)]))).toEqual({
    unused: [],
    unmissed: [],
  });
  const others = api.map((one) => ({ ...one, role: 'Other' }));
  expect(provenBy(statements, [...web, ...others]).unused).toHaveLength(1);
});

test('roles of other stacks are not looked at', () => {
  expect(prove('Other', [recorded([allow('ecs:UpdateService', WEB)], [])]).granted).toEqual([]);
});
