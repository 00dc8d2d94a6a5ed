import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlarmRule, alarmRuleOf } from '../../../local/cloudwatch/alarm-definition.ts';
import { judgeAlarm } from '../../../local/cloudwatch/judge-alarm.ts';
import { anAlarm } from './a-cloudwatch.ts';

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;

/** `0` does not breach, `X` does, `-` is missing; the newest is on the right. */
function judged(picture: string, datapointsToAlarm: number, missing: AlarmRule['missing'], evaluationPeriods = 3) {
  const rule = alarmRuleOf(
    anAlarm({ EvaluationPeriods: evaluationPeriods, DatapointsToAlarm: datapointsToAlarm, TreatMissingData: missing }),
  );
  const values: Readonly<Record<string, number>> = { '0': 0, X: 1 };
  const range = picture.split(' ').map((sign, index) => ({ time: index * 60_000, value: values[sign] }));
  return judgeAlarm(rule, range)?.state ?? 'kept';
}

// The two tables of "Configuring how CloudWatch alarms treat missing data", and the sentences below them.
test.each`
  picture        | needed | missing                | ignore     | breaching  | notBreaching
  ${'0 - X - X'} | ${3}   | ${'OK'}                | ${'OK'}    | ${'OK'}    | ${'OK'}
  ${'- - - - 0'} | ${3}   | ${'OK'}                | ${'OK'}    | ${'OK'}    | ${'OK'}
  ${'- - - - -'} | ${3}   | ${'INSUFFICIENT_DATA'} | ${'kept'}  | ${'ALARM'} | ${'OK'}
  ${'0 X X - X'} | ${3}   | ${'ALARM'}             | ${'ALARM'} | ${'ALARM'} | ${'ALARM'}
  ${'- - X - -'} | ${3}   | ${'ALARM'}             | ${'kept'}  | ${'ALARM'} | ${'OK'}
  ${'0 - X - X'} | ${2}   | ${'ALARM'}             | ${'ALARM'} | ${'ALARM'} | ${'ALARM'}
  ${'0 0 X 0 X'} | ${2}   | ${'ALARM'}             | ${'ALARM'} | ${'ALARM'} | ${'ALARM'}
  ${'0 - X - -'} | ${2}   | ${'OK'}                | ${'OK'}    | ${'ALARM'} | ${'OK'}
  ${'- - - - 0'} | ${2}   | ${'OK'}                | ${'OK'}    | ${'ALARM'} | ${'OK'}
  ${'- - - X -'} | ${2}   | ${'ALARM'}             | ${'kept'}  | ${'ALARM'} | ${'OK'}
  ${'- - - - X'} | ${3}   | ${'kept'}              | ${'kept'}  | ${'ALARM'} | ${'OK'}
  ${'- - - X -'} | ${3}   | ${'kept'}              | ${'kept'}  | ${'ALARM'} | ${'OK'}
`('$picture with $needed of 3 is judged as the AWS tables say', ({ picture, needed, ...expected }) => {
  for (const missing of treatments)
    expect([missing, judged(picture, needed, missing)]).toEqual([missing, expected[missing]]);
});

test('extra datapoints from farther back are used only when recent ones are missing', () => {
  expect(judged('X X 0 0 0', 2, 'missing')).toBe('OK');
  expect(judged('X X - 0 -', 2, 'missing')).toBe('ALARM');
});

test('without any data an alarm is in OK or ALARM only where missing data is told to count', () => {
  const sizes = fc
    .integer({ min: 1, max: 20 })
    .chain((periods) => fc.tuple(fc.constant(periods), fc.integer({ min: 1, max: periods })));
  fc.assert(
    fc.property(sizes, fc.constantFrom(...treatments), ([periods, needed], missing) => {
      const silence = Array.from({ length: periods + 2 }, () => '-').join(' ');
      const expected = { missing: 'INSUFFICIENT_DATA', ignore: 'kept', breaching: 'ALARM', notBreaching: 'OK' };
      expect(judged(silence, needed, missing, periods)).toBe(expected[missing]);
    }),
  );
});

test('an alarm never fires on data that does not breach unless missing data is told to breach', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('0', '-'), { minLength: 7, maxLength: 7 }),
      fc.constantFrom('missing', 'ignore', 'notBreaching'),
      (signs, missing) => {
        expect(judged(signs.join(' '), 2, missing, 5)).not.toBe('ALARM');
      },
    ),
  );
});
