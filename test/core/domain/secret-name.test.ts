import { expect, test } from 'vitest';
import { parameterName, secretArn } from '../../../core/domain/secret-name.ts';

const HERE = 'arn:aws:ecs:eu-west-1:000000000000:service/example/web';

test.each<[string, string | undefined, string | undefined]>([
  ['/app/key', undefined, '/app/key'],
  ['key', undefined, 'key'],
  ['arn:aws:ssm:eu-west-1:000000000000:parameter/app/key', undefined, '/app/key'],
  ['arn:aws:ssm:eu-west-1:000000000000:parameter/key', undefined, '/key'],
  ['arn:aws:ssm:eu-west-2:000000000000:parameter/key', undefined, undefined],
  ['arn:aws:ssm:eu-west-1:111111111111:parameter/key', undefined, undefined],
  [
    'arn:aws:secretsmanager:eu-west-1:000000000000:secret:db-AbCdEf:password::',
    'arn:aws:secretsmanager:eu-west-1:000000000000:secret:db-AbCdEf',
    undefined,
  ],
])('%s names the secret %s and the parameter %s', (valueFrom, secret, parameter) => {
  expect(secretArn(valueFrom)).toBe(secret);
  expect(parameterName(valueFrom, HERE)).toBe(parameter);
});
