import { reword, type Template } from '../template.ts';

const ALARM = 'AWS::CloudWatch::Alarm';

/**
 * A change of the example: its two services are deployed side by side, so an outage of `api` must not take `web` back, and in a minute
 * of half a second a share of the visitors is fewer than on AWS.
 */
export function oneAlarmEach(template: Template): void {
  reword(template, ALARM, 'Web', /, IF\(balancerRequests [^)]*\)[^)]*\)[^)]*\)/g, '');
  for (const service of ['Web', 'Api']) reword(template, ALARM, service, />= 20/g, '>= 5');
}
