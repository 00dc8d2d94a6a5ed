import type { LoadReport } from '../load/load-report.ts';
import type { SlackMessage } from '../slack/inbox.ts';
import type { Deployment } from './api.ts';
import type { WayBack } from './way-back.ts';

/** What was seen of the story. */
export interface Told {
  readonly deployments: readonly Deployment[];
  /** `undefined`: no visitors came. */
  readonly load: LoadReport | undefined;
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
/** Slack hears that a deployment began, and how it ended. */
const MESSAGES_EACH = 2;

/** Says how the story went, and whether that is how it should go. Nothing is taken for granted: what is missing is a reason. */
export function judgeStory(told: Told): StoryEnd {
  const count = (verdict: string): number =>
    told.deployments.filter((deployment) => deployment.verdict === verdict).length;
  const [succeeded, rolledBack] = [count('SUCCEEDED'), count('ROLLED_BACK')];
  const wrongs = [
    ...when(
      succeeded !== 2 || rolledBack !== 1,
      `verdicts: ${told.deployments.map(({ verdict }) => verdict).join(', ')}`,
    ),
    ...wrongsOfLoad(told.load),
    ...wrongsOfWayBack(told.wayBack),
    ...when(!hasHeardAll(told), `only ${told.slack.length} messages reached Slack`),
  ];
  return {
    asItShould: wrongs.length === 0,
    summary: `belay: story ended: ${succeeded} succeeded, ${rolledBack} rolled back`,
    lines: ['', ...linesOf(told), ...wrongs.map((wrong) => `NOT AS IT SHOULD BE: ${wrong}`)],
  };
}

/** Has Slack been told of all deployments? */
export function hasHeardAll({ deployments, slack }: Pick<Told, 'deployments' | 'slack'>): boolean {
  return slack.length >= MESSAGES_EACH * deployments.length;
}

function wrongsOfLoad(load: LoadReport | undefined): readonly string[] {
  if (load === undefined || load.sent === 0) return ['no visitor came'];
  const { failed, skipped, badByVersion } = load;
  const good = Object.keys(badByVersion).filter((version) => version !== BAD);
  return [
    ...when(failed.length > 0, `${failed.length} requests got no answer, the first: ${failed[0]?.reason}`),
    ...when(skipped > 0, `${skipped} requests could not be sent in time`),
    ...when(good.length > 0, `a good version answered with an error: ${good.join(', ')}`),
  ];
}

function wrongsOfWayBack(wayBack: WayBack | undefined): readonly string[] {
  if (wayBack === undefined) return ['no alarm led to StopServiceDeployment'];
  const { trafficBack, stopCalledBy } = wayBack;
  return [
    ...when(trafficBack > LONGEST_WAY_BACK, `the way back took ${seconds(trafficBack)}`),
    ...when(
      !/on-?alarm/i.test(stopCalledBy),
      `StopServiceDeployment was called by ${stopCalledBy}, not by the alarm's function`,
    ),
  ];
}

function when(wrong: boolean, sentence: string): readonly string[] {
  return wrong ? [sentence] : [];
}

function linesOf({ load, wayBack }: Told): readonly string[] {
  const { sent = 0, failed = [], badByVersion = {} } = load ?? {};
  const bad = Object.values(badByVersion).reduce((sum, answers) => sum + answers, 0);
  const share = sent === 0 ? 0 : (100 * (sent - failed.length)) / sent;
  return [
    `${sent} requests, ${share.toFixed(2)} % answered; ${bad} of the answers were errors, all of them from ${Object.keys(badByVersion).join(', ') || 'nobody'}.`,
    ...(wayBack === undefined
      ? []
      : [
          `The way back: ${seconds(wayBack.stopCalled)} from the alarm to StopServiceDeployment, ${seconds(wayBack.trafficBack)} until the last user saw ${BAD}.`,
          'On AWS add 1 to 3 minutes before that: load balancer metrics come once a minute, and the alarm has to see them.',
        ]),
    'Look around: npx belay history staging/web, npx belay why staging/web, and the page of the fleet at the address of the API.',
  ];
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
