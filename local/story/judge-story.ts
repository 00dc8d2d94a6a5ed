import type { LoadReport } from '../load/load-report.ts';
import type { SlackMessage } from '../slack/inbox.ts';
import type { Deployment } from './api.ts';
import type { WayBack } from './way-back.ts';

/** What was seen of the story. */
export interface Told {
  readonly deployments: readonly Deployment[];
  readonly load: LoadReport;
  readonly wayBack: WayBack | undefined;
  readonly slack: readonly SlackMessage[];
}

export interface StoryEnd {
  readonly asItShould: boolean;
  /** The last line of `npm start -- --exit`. */
  readonly summary: string;
  readonly lines: readonly string[];
}

/** Real milliseconds between the alarm and the last answer of the bad version. */
const LONGEST_WAY_BACK = 5000;
const BAD = '1.2.0';

/** Says how the story went, and whether that is how it should go. Nothing is taken for granted: what is missing is a reason. */
export function judgeStory(told: Told): StoryEnd {
  const { deployments, load, wayBack, slack } = told;
  const count = (verdict: string): number => deployments.filter((deployment) => deployment.verdict === verdict).length;
  const [succeeded, rolledBack] = [count('SUCCEEDED'), count('ROLLED_BACK')];
  const bad = Object.values(load.badByVersion).reduce((sum, answers) => sum + answers, 0);
  const share = load.sent === 0 ? 0 : (100 * (load.sent - load.failed.length)) / load.sent;
  const wrongs = [
    ...(succeeded === 2 && rolledBack === 1
      ? []
      : [`verdicts: ${deployments.map(({ verdict }) => verdict).join(', ')}`]),
    ...(load.failed.length === 0 && load.sent > 0
      ? []
      : [`${load.failed.length} requests got no answer, the first: ${load.failed[0]?.reason ?? 'none was sent'}`]),
    ...(load.skipped === 0 ? [] : [`${load.skipped} requests could not be sent in time`]),
    ...(Object.keys(load.badByVersion).every((version) => version === BAD)
      ? []
      : [`a good version answered with an error: ${JSON.stringify(load.badByVersion)}`]),
    ...(wayBack === undefined ? ['no alarm led to StopServiceDeployment'] : []),
    ...(wayBack === undefined || wayBack.trafficBack <= LONGEST_WAY_BACK
      ? []
      : [`the way back took ${seconds(wayBack.trafficBack)}`]),
    ...(wayBack === undefined || /on-?alarm/i.test(wayBack.stopCalledBy)
      ? []
      : [`StopServiceDeployment was called by ${wayBack.stopCalledBy}, not by the alarm's function`]),
    ...(slack.length >= 2 * deployments.length ? [] : [`only ${slack.length} messages reached Slack`]),
  ];
  const wayBackLines =
    wayBack === undefined
      ? []
      : [
          `The way back: ${seconds(wayBack.stopCalled)} from the alarm to StopServiceDeployment, ${seconds(wayBack.trafficBack)} until the last user saw ${BAD}.`,
          'On AWS add 1 to 3 minutes before that: load balancer metrics come once a minute, and the alarm has to see them.',
        ];
  return {
    asItShould: wrongs.length === 0,
    summary: `belay: story ended: ${succeeded} succeeded, ${rolledBack} rolled back`,
    lines: [
      '',
      `${load.sent} requests, ${share.toFixed(2)} % answered; ${bad} of the answers were errors, all of them from ${Object.keys(load.badByVersion).join(', ') || 'nobody'}.`,
      ...wayBackLines,
      ...wrongs.map((wrong) => `NOT AS IT SHOULD BE: ${wrong}`),
    ],
  };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
