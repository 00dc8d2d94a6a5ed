import { get } from 'node:http';
import type { Target } from '../ecs/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import type { CheckResult } from './health-state.ts';
import type { HealthCheck } from './records.ts';
import { waitBoth } from './wait-both.ts';

/** A target gets at least this long to answer, in real time, however short the local AWS's seconds are. */
const SHORTEST_TIMEOUT = 1000;

/** Makes one health check against a target. It never rejects. */
export function probe(clock: Clock, target: Target, check: HealthCheck): Promise<CheckResult> {
  return new Promise((resolve) => {
    const done = (result: CheckResult): void => {
      cancel();
      request.destroy();
      resolve(result);
    };
    const request = get({
      host: target.id,
      port: check.port === 'traffic-port' ? target.port : Number(check.port),
      path: check.path,
      headers: { 'User-Agent': 'ELB-HealthChecker/2.0', Connection: 'close' },
      agent: false,
    });
    const cancel = waitBoth(clock, check.timeoutSeconds * 1000, SHORTEST_TIMEOUT, () => {
      done({ passed: false, reason: 'Target.Timeout', description: 'Request timed out' });
    });
    request.on('response', (response) => {
      const status = response.statusCode ?? 0;
      response.resume();
      if (matches(check.matcher, status)) return done({ passed: true });
      const description = `Health checks failed with these codes: [${status}]`;
      return done({ passed: false, reason: 'Target.ResponseCodeMismatch', description });
    });
    request.on('error', () =>
      done({ passed: false, reason: 'Target.FailedHealthChecks', description: 'Health checks failed' }),
    );
  });
}

/** Whether a status code is among those of a Matcher, such as `200,202` or `200-299`. */
export function matches(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [from = Number.NaN, to = from] = part.split('-').map(Number);
    return status >= from && status <= to;
  });
}
