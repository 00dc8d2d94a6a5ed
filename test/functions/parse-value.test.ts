import { expect, test } from 'vitest';
import { parseValue } from '../../functions/http/parse.ts';
import { Environment, Limit, Reason, Switch } from '../../functions/http/schemas.ts';

test.each([
  ['limit', Limit, '101', 'limit: Too big: expected number to be <=100.'],
  ['limit', Limit, 'x', 'limit: must be a number.'],
  ['reason', Reason, undefined, 'reason: is missing.'],
  ['reason', Reason, '', 'reason: Too small: expected string to have >=1 characters.'],
  ['dryRun', Switch, 'yes', 'dryRun: Invalid option: expected one of "true"|"false".'],
  ['environment', Environment, 'a b', 'environment: letters, digits, - and _, at most 100.'],
])(
  '%s that is no such thing is refused with its name and what is wrong with it',
  async (name, schema, value, message) => {
    await expect(parseValue<unknown>(name, schema, value)).rejects.toThrow(message);
  },
);
