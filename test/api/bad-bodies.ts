/** A good body of `PUT /v1/services/staging/api`. */
export const SERVICE = { cluster: 'example', containers: { api: 'api' } };
const CHECK = { id: 'health', url: '/health', timeout: '1s', interval: '1s', retries: 1 };

const COMMAND = { id: 'schema', type: 'command', command: ['migrate', '--check'] };

/** What is wrong, the changed part of the body, and what the message must name. */
export type BadBody = readonly [what: string, change: object, names: string];

const many = (count: number, prefix: string): string[] => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
const record = (count: number): Record<string, string> =>
  Object.fromEntries(many(count, 'c').map((name) => [name, 'api']));

export const BAD_SERVICES: readonly BadBody[] = [
  ['an unknown field', { bakes: '5m' }, 'bakes'],
  ['an unknown field deep inside', { policy: { kind: 'manual', range: '1' } }, 'policy.range'],
  ['no cluster', { cluster: undefined }, 'cluster'],
  ['a cluster that is no text', { cluster: 1 }, 'cluster'],
  ['a cluster with a slash', { cluster: '../example' }, 'cluster'],
  ['no container', { containers: {} }, 'containers'],
  ['containers that are a list', { containers: ['api'] }, 'containers'],
  ['more containers than a task can have', { containers: record(11) }, 'containers'],
  ['a repository with capitals', { containers: { api: 'API' } }, 'containers.api'],
  ['a repository with a tag', { containers: { api: 'api:1.0.0' } }, 'containers.api'],
  ['a container named as no container can be', { containers: { 'a b': 'api' } }, 'containers'],
  ['a container named as something that objects have', { containers: { constructor: 'api' } }, 'containers'],
  ['a policy of an unknown kind', { policy: { kind: 'latest' } }, 'policy.kind'],
  ['a semver policy without a range', { policy: { kind: 'semver' } }, 'policy.range'],
  ['a range that is none', { policy: { kind: 'semver', range: 'newest please' } }, 'policy.range'],
  ['a strategy that does not exist', { strategy: 'yolo' }, 'strategy'],
  ['a canary of nothing', { strategies: { canary: { percent: 0 } } }, 'strategies.canary.percent'],
  ['linear steps that ECS does not take', { strategies: { linear: { percent: 2 } } }, 'strategies.linear.percent'],
  ['more approvals than approvers', { approval: { count: 2, approvers: ['one'] } }, 'approval'],
  ['a role without a name', { approval: { approvers: ['role:'] } }, 'approval.approvers.0'],
  ['a group with a space', { approval: { approvers: ['group:quality assurance'] } }, 'approval.approvers.0'],
  ['a severity that does not exist', { approval: { securityFix: { severity: 'urgent' } } }, 'approval.securityFix'],
  ['more approvals for a fix than else', { approval: { count: 1, securityFix: { count: 2 } } }, 'approval'],
  ['a bare number as a duration', { bake: 300 }, 'bake'],
  ['a bare number in quotes as a duration', { bake: '300' }, 'bake'],
  ['a percentage as a duration', { bake: '5%' }, 'bake'],
  ['a negative duration', { watch: '-5m' }, 'watch'],
  ['a duration without end', { watch: '1000000d' }, 'watch'],
  ['a bake that is longer than ECS bakes', { bake: '25h' }, 'bake'],
  ['a watch of a year', { watch: '365d' }, 'watch'],
  ['a percentage of requests', { minimumRequests: '10%' }, 'minimumRequests'],
  ['half a request', { minimumRequests: 0.5 }, 'minimumRequests'],
  ['a negative number of requests', { minimumRequests: -1 }, 'minimumRequests'],
  ['alarms that are no list', { alarms: 'api-5xx' }, 'alarms'],
  ['an alarm without a name', { alarms: [''] }, 'alarms.0'],
  ['too many alarms', { alarms: many(31, 'alarm-') }, 'alarms'],
  ['a check without a url', { checks: [{ id: 'health' }] }, 'checks.0.url'],
  ...['http://example.com/', '//example.com/', '/\\example.com/', '/\t/example.com/', 'health'].map(
    (url): BadBody => [`a check of ${JSON.stringify(url)}`, { checks: [{ ...CHECK, url }] }, 'checks.0.url'],
  ),
  ['a check with a method that changes things', { checks: [{ ...CHECK, method: 'DELETE' }] }, 'checks.0.method'],
  ['a check that expects no status', { checks: [{ ...CHECK, expectedStatus: 42 }] }, 'checks.0.expectedStatus'],
  ['a check that lasts too long', { checks: [{ ...CHECK, timeout: '5m' }] }, 'checks.health'],
  ['a check that is tried too often', { checks: [{ ...CHECK, retries: 11 }] }, 'checks.0.retries'],
  ['a check of an unknown type', { checks: [{ ...CHECK, type: 'tcp' }] }, 'checks.0.type'],
  ['a check at a time that is none', { checks: [{ ...CHECK, when: 'later' }] }, 'checks.0.when'],
  ['a check with a header that is none', { checks: [{ ...CHECK, headers: { 'x y': '1' } }] }, 'checks.0.headers'],
  ['a check with two headers in one', { checks: [{ ...CHECK, headers: { x: '1\r\ny: 2' } }] }, 'checks.0.headers'],
  ['a command without words', { checks: [{ ...COMMAND, command: [] }] }, 'checks.0.command'],
  ['a command as one text', { checks: [{ ...COMMAND, command: 'migrate --check' }] }, 'checks.0.command'],
  ['a command over HTTP', { checks: [{ ...COMMAND, url: '/' }] }, 'checks.0.url'],
  ['an exit code that is none', { checks: [{ ...COMMAND, expectedExitCodes: [256] }] }, 'checks.0.expectedExitCodes'],
  ['a command without end', { checks: [{ ...COMMAND, timeout: '2h' }] }, 'checks.0.timeout'],
  ['a threshold without its unit', { rollback: { threshold: 5 } }, 'rollback.threshold'],
  ['a threshold that nothing reaches', { rollback: { threshold: '101%' } }, 'rollback.threshold'],
  ['an alarm after no request at all', { rollback: { minimumRequests: 0 } }, 'rollback.minimumRequests'],
  ['patterns that are no list', { rollback: { patterns: 'ERROR' } }, 'rollback.patterns'],
  ['too many patterns', { rollback: { patterns: Array(6).fill({ pattern: 'ERROR' }) } }, 'rollback.patterns'],
  ['a pattern that is empty', { rollback: { patterns: [{ pattern: '' }] } }, 'rollback.patterns.0.pattern'],
  ['a pattern that is a filter of JSON', { rollback: { patterns: [{ pattern: '{ $.a = 1 }' }] } }, 'words only'],
  ['a pattern that is an expression', { rollback: { patterns: [{ pattern: '%(a+)+$%' }] } }, 'words only'],
  ['a pattern of bare signs', { rollback: { patterns: [{ pattern: 'out of mem.*' }] } }, 'double quotes'],
  ['a phrase without its end', { rollback: { patterns: [{ pattern: '"out of' }] } }, 'double quotes'],
  ['a pattern that is in every line but some', { rollback: { patterns: [{ pattern: '-DEBUG' }] } }, 'without -'],
  ['a pattern that CloudWatch would shorten', { rollback: { patterns: [{ pattern: '?a b' }] } }, 'all words with ?'],
  ['a pattern that no number bears', { rollback: { patterns: [{ pattern: 'a', perMinute: -1 }] } }, 'perMinute'],
  ['a pattern of a field that is none', { rollback: { patterns: [{ pattern: 'a', rate: 1 }] } }, 'rollback.patterns'],
  ['a policy for missing data that is none', { notEnoughData: 'guess' }, 'notEnoughData'],
  ['extensions without end', { extensions: 11 }, 'extensions'],
  ['a queue policy that does not exist', { queue: { policy: 'push in' } }, 'queue.policy'],
  ['a queue that waits a week', { queue: { timeout: '7d' } }, 'queue.timeout'],
  ['two checks of one id', { checks: [CHECK, CHECK] }, 'checks'],
  ['no rollback point at all', { rollbackPoints: { keep: 0 } }, 'rollbackPoints.keep'],
  ['a retention without unit', { rollbackPoints: { retention: 30 } }, 'rollbackPoints.retention'],
  ['a way to go on after a rollback that does not exist', { afterRollback: 'retry' }, 'afterRollback'],
];

export const BAD_DEPLOYMENTS: readonly BadBody[] = [
  ['no service', { service: undefined }, 'service'],
  ['a service without environment', { service: 'api' }, '"api"'],
  ['a service of hostile parts', { service: '../api' }, '"../api"'],
  ['no version', { version: undefined }, 'version'],
  ['an empty version', { version: '' }, 'version'],
  ['a version that is a number', { version: 1.2 }, 'version'],
  ['a version without end', { version: '1'.repeat(201) }, 'version'],
  ['a share without a strategy that has shares', { percent: 10 }, 'percent'],
  ['a canary of 0 %', { strategy: 'canary', percent: 0 }, 'percent'],
  ['a canary of 101 %', { strategy: 'canary', percent: 101 }, 'percent'],
  ['a canary of a twentieth of a percent', { strategy: 'canary', percent: 0.05 }, 'percent'],
  ['a share in words', { strategy: 'canary', percent: '10 %' }, 'percent'],
  ['linear steps of 2 %', { strategy: 'linear', percent: 2 }, 'percent'],
  ['a bake of shares that there are not', { strategy: 'rolling', stepBake: '5m' }, 'stepBake'],
  ['a wait that nobody waits', { strategy: 'canary', wait: '5m' }, 'wait'],
  ['an unknown end of a wait', { strategy: 'graceful', onTimeout: 'hope' }, 'onTimeout'],
  ['a breaker that breaks at nothing', { crashThreshold: 0 }, 'crashThreshold'],
  ['a maximum below all', { maximumPercent: 99 }, 'maximumPercent'],
  ['force without a reason', { force: true }, 'reason'],
  ['a direction that is none', { direction: 'sideways' }, 'direction'],
  ['a plan and a version', { plan: 'plan-1' }, 'plan'],
  ['a strategy that does not exist', { strategy: 'canary 10%' }, 'strategy'],
  ['first as text', { first: 'yes' }, 'first'],
  ['an empty reason', { reason: '' }, 'reason'],
  ['a reason without end', { reason: 'x'.repeat(501) }, 'reason'],
  ['force without a reason', { force: true }, 'reason'],
  ['force as text', { force: 'yes', reason: 'x' }, 'force'],
  ['a way to be busy that does not exist', { whenBusy: 'push in' }, 'whenBusy'],
  ['a time without offset', { at: '2036-12-01T02:00:00' }, 'at'],
  ['a time that is a number', { at: 2_000_000_000 }, 'at'],
  ['a day that does not exist', { at: '2036-02-31T02:00:00Z' }, 'at'],
];

export const BAD_ROLLBACKS: readonly BadBody[] = [
  ['no service', { service: undefined }, 'service'],
  ['a service that is a list', { service: ['staging/api'] }, 'service'],
  ['a service and an environment', { environment: 'staging' }, 'exactly one of service, repository, environment'],
  ['a service and a repository', { repository: 'api' }, 'exactly one of service, repository, environment'],
  ['a version, where only a place can be meant', { to: '1.0.0' }, 'to'],
  ['a point that is no text', { to: { rollbackPoint: 7 } }, 'to'],
  ['an empty version', { to: { version: '' } }, 'to'],
  ['two places at once', { to: { version: '1.0.0', rollbackPoint: 'rp-1' } }, 'to'],
  ['a deployment that is no id', { to: { deployment: '../web' } }, '"../web"'],
  ['force as text', { force: 'yes' }, 'force'],
  ['an unknown field', { version: '1.0.0' }, 'version'],
];

export const BAD_POINTS: readonly BadBody[] = [
  ['no name', { name: undefined }, 'name'],
  ['a name with a space', { name: 'a b' }, 'name'],
  ['a name that looks like an id', { name: 'rp-1' }, 'name'],
  ['a name without end', { name: 'x'.repeat(65) }, 'name'],
  ['no service', { service: undefined }, 'exactly one of service, environment'],
  ['a service and an environment', { environment: 'staging' }, 'exactly one of service, environment'],
  ['an empty command', { commands: [''] }, 'commands.0'],
  ['a command whose quote is open', { commands: ['say "a'] }, 'commands.0'],
  ['commands that are text', { commands: 'node undo.mjs' }, 'commands'],
  ['too many commands', { commands: many(21, 'c') }, 'commands'],
  ['a description without end', { description: 'x'.repeat(501) }, 'description'],
  ['an unknown field', { pinned: true }, 'pinned'],
];

export const BAD_EMERGENCIES: readonly BadBody[] = [
  ['no reason', { reason: undefined }, 'reason'],
  ['a bare number as a duration', { since: 24 }, 'since'],
  ['a duration without end', { since: '999999d' }, 'since'],
  ['an unknown field', { service: 'staging/api' }, 'service'],
];

export const BAD_ADOPTIONS: readonly BadBody[] = [
  ['an unknown field', { service: 'api' }, 'service'],
  ['a cluster with a slash', { cluster: 'a/b' }, 'cluster'],
  ['an environment that is no name', { environment: '..' }, 'environment'],
  ['a dry run as text', { dryRun: 'yes' }, 'dryRun'],
  ['a list of no services', { services: [] }, 'services'],
  ['too many services', { services: many(101, 'api') }, 'services'],
  ['a service of hostile name', { services: ['../api'] }, 'services.0'],
  ['an empty reason', { reason: '' }, 'reason'],
];

/** Queries of `GET /v1/services/staging/api/logs`, and what the message must name. */
export const BAD_LOG_QUERIES: readonly (readonly [query: string, names: string])[] = [
  ['since=yesterday', 'since'],
  ['since=15', 'since'],
  ['since=400d', 'since'],
  ['errors=maybe', 'errors'],
  ['limit=0', 'limit'],
  ['limit=1001', 'limit'],
  ['cursor=%7B%7D', 'cursor'],
  ['cursor=bm90IGpzb24', 'cursor'],
  ['cursor=eyJhdCI6LTEsInNlZW4iOltdfQ', 'cursor'],
  ['deployment=..%2F..', 'deployment'],
];

/** Bodies that are no object at all. */
export const BROKEN: readonly (readonly [what: string, body: string | Buffer])[] = [
  ['nothing', ''],
  ['broken JSON', '{"cluster": "example"'],
  ['JSON after JSON', '{}{}'],
  ['a list', '[]'],
  ['null', 'null'],
  ['a text', '"staging/api"'],
  ['a number', '1'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x7b])],
  ['brackets without end', '['.repeat(100_000)],
  ['a form', 'service=staging%2Fapi&version=1.0.0'],
];
