import { httpChecksAt } from '../check.ts';
import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import { shiftingWirings } from '../wiring.ts';
import type { Reading } from './reading.ts';

/** Can the new version be asked over HTTP before it gets traffic? Without checks that only says how it will be judged. */
export function checkHttpChecks({ settings, ecs, groups, testable }: Reading): readonly Finding[] {
  const find = findingsOf('http-checks');
  const service = seenOf(ecs);
  const [wiring] = service === undefined ? [] : shiftingWirings(service);
  if (wiring === undefined) return [];
  const asks = httpChecksAt(settings.checks, 'before-traffic').length > 0;
  if ('unseen' in testable)
    return [
      find.unknown(
        settings.key,
        `the load balancer did not say: ${testable.unseen}`,
        'aws elbv2 describe-listeners --load-balancer-arn <arn>',
      ),
    ];
  if (testable.seen)
    return [find.ok(settings.key, 'the new version can be asked through the test rule before it gets traffic')];
  const balancer = seenOf(groups[wiring.targetGroup])?.balancer;
  const because = balancer?.internal
    ? 'the load balancer is internal, and Belay asks from outside of your network'
    : 'there is no test rule that Belay can reach';
  const next = asks
    ? 'Wire a test rule on a public load balancer, or take the checks out.'
    : 'Wire a test rule on a public load balancer to have it tested over HTTP.';
  return asks
    ? [find.refused('ChecksUnreachable', settings.key, because, next)]
    : [find.warning(settings.key, `not tested over HTTP before it gets traffic: ${because}`, next)];
}
