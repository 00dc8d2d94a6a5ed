import { expect, test } from 'vitest';
import { Limit, Name, Reason, Switch } from '../../functions/http/field-schemas.ts';
import { parseValue } from '../../functions/http/request.ts';

test.each([
  ['limit', Limit, '101', 'limit: Too big: expected number to be <=100.'],
  ['limit', Limit, 'x', 'limit: must be a number.'],
  ['reason', Reason, undefined, 'reason: is missing.'],
  ['reason', Reason, '', 'reason: Too small: expected string to have >=1 characters.'],
  ['dryRun', Switch, 'yes', 'dryRun: Invalid option: expected one of "true"|"false".'],
  ['environment', Name, 'a b', 'environment: letters, digits, - and _, at most 100.'],
])('%s that is no such thing is refused with its name and what is wrong with it', (name, schema, value, message) => {
  expect(() => parseValue<unknown>(name, schema, value)).toThrow(message);
});
