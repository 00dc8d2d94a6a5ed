import type { EventName } from './log-line.ts';

/** What a message is made of: an event as it lies on Belay's bus. */
export interface Announcement {
  readonly event: EventName;
  readonly service: string;
  readonly text: string;
  readonly verdict?: string | undefined;
  /** Absent where it is about no deployment. `link`: where the console shows its execution. */
  readonly deployment?: { readonly id: string; readonly link: string } | undefined;
}

/** Which events are told, and the mark that they carry. Progress lines are for those who follow a deployment, not for a channel. */
const MARKS: Readonly<Partial<Record<EventName, string>>> = {
  'version:update:announced': ':calendar:',
  'version:update:given-up': ':no_entry:',
  'version:update:start': ':arrow_forward:',
  'version:rollback:start': ':rewind:',
  'version:update:complete': ':white_check_mark:',
  'version:rollback:complete': ':leftwards_arrow_with_hook:',
  'version:update:gate': ':raised_hand:',
  'version:update:approval': ':ballot_box_with_check:',
  'version:rollback:late': ':rotating_light: <!channel>',
  'version:rollback:command-failed': ':rotating_light: <!channel>',
  'version:rollback-point:red': ':red_circle:',
  'version:rollback-point:ready': ':large_green_circle:',
};
const VERDICT_MARKS: Readonly<Record<string, string>> = {
  ROLLED_BACK: ':leftwards_arrow_with_hook:',
  REFUSED: ':no_entry:',
  CANCELLED: ':octagonal_sign:',
  SUPERSEDED: ':twisted_rightwards_arrows:',
  STUCK: ':rotating_light: <!channel>',
};

/** The message for a Slack channel, as mrkdwn. `undefined`: this event is not told. */
export function slackMessage({ event, service, deployment, text, verdict }: Announcement): string | undefined {
  const mark = event === 'version:update:error' ? (VERDICT_MARKS[verdict ?? ''] ?? ':warning:') : MARKS[event];
  const link = deployment === undefined ? '' : `\n<${deployment.link}|${plain(deployment.id)}>`;
  return mark && `${mark} *${plain(service)}* ${plain(text)}${link}`;
}

/** Slack's three control characters. A tag or a label must not be able to call a channel. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
