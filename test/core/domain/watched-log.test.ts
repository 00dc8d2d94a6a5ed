import { expect, test } from 'vitest';
import type { LogPattern } from '../../../core/domain/log-pattern.ts';
import { refuseUnwatched, watchedLogs } from '../../../core/domain/watched-log.ts';
import { aService, aTaskDefinition } from '../../builders.ts';

const [web] = aTaskDefinition().containers;
const awslogs = (group: string) => ({ driver: 'awslogs', group, prefix: 'ecs' });
const around = (logs: Record<string, { driver: string; group?: string; prefix?: string } | undefined>) => ({
  logGroups: ['/ecs/*'],
  containers: Object.entries(logs).flatMap(([name, its]) =>
    web === undefined ? [] : { ...web, name, ...(its && { logs: its }) },
  ),
});
const watching = (...patterns: LogPattern[]) =>
  aService({ rollback: { automatic: true, threshold: 5, minimumRequests: 20, patterns } });
const ERROR = { pattern: 'ERROR', perMinute: 1 };

test('a pattern is looked for in the containers that Belay deploys to, or in the one that is named', () => {
  const both = around({ web: awslogs('/ecs/web'), sidecar: awslogs('/ecs/side') });
  expect(watchedLogs(watching(ERROR, { ...ERROR, container: 'sidecar' }), both)).toEqual([
    { pattern: 'ERROR', perMinute: 1, container: 'web', group: '/ecs/web', prefix: 'ecs/web/' },
    { pattern: 'ERROR', perMinute: 1, container: 'sidecar', group: '/ecs/side', prefix: 'ecs/sidecar/' },
  ]);
  expect(refuseUnwatched(watching(ERROR), both)).toEqual([]);
});

test.each([
  ['another driver', around({ web: { driver: 'splunk' } }), 'web: it logs by splunk'],
  ['no log configuration', around({ web: undefined }), 'web: it has no log configuration'],
  [
    'no prefix of its streams',
    around({ web: { driver: 'awslogs', group: '/ecs/web' } }),
    'web: it has no awslogs-group',
  ],
  [
    'a container that is not there',
    around({ api: awslogs('/ecs/api') }),
    'web: the task definition has no such container',
  ],
  ['a group that the stack was not given', around({ web: awslogs('/app/web') }), "-c 'logGroups=/ecs/*,/app/web'"],
])('with %s the plan refuses, and says what to do', (_, logs, message) => {
  expect(refuseUnwatched(watching(ERROR), logs)).toMatchObject([
    { code: 'LogsUnreadable', message: expect.stringContaining(message) },
  ]);
});

test('logs of containers that no pattern is about may be as they like', () => {
  const logs = around({ web: awslogs('/ecs/web'), sidecar: { driver: 'splunk' }, proxy: awslogs('/app/proxy') });
  expect(refuseUnwatched(watching(ERROR), logs)).toEqual([]);
  expect(refuseUnwatched(aService(), around({ web: { driver: 'splunk' } }))).toEqual([]);
});
