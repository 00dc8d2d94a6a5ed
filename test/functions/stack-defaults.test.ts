import { expect, test } from 'vitest';
import { parseServiceKey } from '../../core/domain/names.ts';
import { strategyByDefault } from '../../core/domain/stack-defaults.ts';
import { defaultStrategies } from '../../functions/stack-defaults.ts';
import { USUAL_DEFAULTS } from '../builders.ts';

test.each([
  ['auto', 'auto', 'auto'],
  ['canary', 'canary', 'canary'],
  ['canary,development=immediate', 'immediate', 'canary'],
  ['development=immediate,production=blue-green', 'immediate', 'auto'],
  ['rolling,toString=canary,development=auto', 'auto', 'rolling'],
])('%s: a service in development that names none is deployed %s, one in staging %s', (text, development, staging) => {
  const defaults = { ...USUAL_DEFAULTS, ...defaultStrategies(text) };
  expect(strategyByDefault(parseServiceKey('development/web'), defaults)).toBe(development);
  expect(strategyByDefault(parseServiceKey('staging/web'), defaults)).toBe(staging);
});
