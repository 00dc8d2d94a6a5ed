import type { Fields } from './fields.ts';
import { invalidDefinition } from './invalid-definition.ts';
import type { Catcher, Retrier } from './machine.ts';
import { parseExit } from './parse-state.ts';

export function parseRetry(fields: Fields): readonly Retrier[] {
  const retriers = fields.objects('Retry');
  return retriers.map((retrier, place) => {
    const parsed = {
      errorEquals: errorNames(retrier, place === retriers.length - 1),
      intervalSeconds: retrier.number('IntervalSeconds', 1, 1),
      maxAttempts: retrier.number('MaxAttempts', 3, 0),
      backoffRate: retrier.number('BackoffRate', 2, 1),
      maxDelaySeconds: retrier.has('MaxDelaySeconds') ? retrier.number('MaxDelaySeconds', 1, 1) : undefined,
      fullJitter: retrier.choice('JitterStrategy', ['FULL', 'NONE'], 'NONE') === 'FULL',
    };
    retrier.done();
    return parsed;
  });
}

export function parseCatch(fields: Fields): readonly Catcher[] {
  const catchers = fields.objects('Catch');
  return catchers.map((catcher, place) => {
    const parsed = {
      errorEquals: errorNames(catcher, place === catchers.length - 1),
      next: catcher.text('Next'),
      ...parseExit(catcher),
    };
    catcher.done();
    return parsed;
  });
}

function errorNames(fields: Fields, last: boolean): readonly string[] {
  const names = fields.texts('ErrorEquals');
  if (names.includes('States.ALL') && (names.length > 1 || !last)) {
    throw invalidDefinition("'States.ALL' must stand alone, in the last place", `${fields.path}/ErrorEquals`);
  }
  return names;
}
