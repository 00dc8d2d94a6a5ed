import { expect, test } from 'vitest';
import type { HttpCheck } from '../../../core/domain/check.ts';
import { refuseUnreachable } from '../../../core/domain/unreachable-checks.ts';
import { aCommand, aService } from '../../builders.ts';

const http: HttpCheck = {
  id: 'up',
  name: 'is up',
  type: 'http',
  when: 'before',
  url: '/up',
  method: 'GET',
  expectedStatus: 200,
  timeout: 5,
  interval: 1,
  retries: 0,
};
const wiring = { targetGroup: 'blue', container: 'web', alternate: 'green', productionRule: 'production' };
const tested = { ...wiring, testRule: 'test' };
const service = aService({ checks: [http, aCommand()] });

test('behind an internal load balancer HTTP checks are refused, and a command is offered', () => {
  expect(refuseUnreachable(service, 'before-traffic', tested, false)).toMatchObject([
    { code: 'ChecksUnreachable', message: expect.stringMatching(/internal.*up cannot be sent.*type "command"/) },
  ]);
});

test('nothing is refused where checks can be sent, or where there is no rule or no check to send', () => {
  expect(refuseUnreachable(service, 'before-traffic', tested, true)).toEqual([]);
  expect(refuseUnreachable(service, 'before-traffic', wiring, false)).toEqual([]);
  expect(refuseUnreachable(service, 'before-traffic', undefined, false)).toEqual([]);
  expect(refuseUnreachable(service, 'after-bake', tested, false)).toEqual([]);
  expect(refuseUnreachable(aService({ checks: [aCommand()] }), 'before-traffic', tested, false)).toEqual([]);
});
