import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventName } from '../../../core/domain/log-line.ts';
import { slackMessage } from '../../../core/domain/slack-message.ts';

const told: readonly EventName[] = [
  'version:update:start',
  'version:update:complete',
  'version:update:error',
  'version:rollback:start',
];
const announcement = {
  event: 'version:update:start',
  service: 'staging/web',
  deployment: { id: 'web-1', link: 'https://console.example/web-1' },
  text: 'Deploying 1.1.0',
} as const;

test('a message names the service, says what happens and carries the id', () => {
  expect(slackMessage(announcement)).toBe(
    ':arrow_forward: *staging/web* Deploying 1.1.0\n<https://console.example/web-1|web-1>',
  );
});

test.each([
  ['ROLLED_BACK', ':leftwards_arrow_with_hook:'],
  ['REFUSED', ':no_entry:'],
  ['STUCK', '<!channel>'],
  [undefined, ':warning:'],
])('an end as %s is marked with %s', (verdict, mark) => {
  expect(slackMessage({ ...announcement, event: 'version:update:error', verdict })).toContain(mark);
});

test('a way back that is gone is told without any deployment', () => {
  const { deployment: _, ...rest } = announcement;
  const text = 'could not go back to 1.0.0';
  expect(slackMessage({ ...rest, event: 'version:rollback-point:red', text })).toBe(
    ':red_circle: *staging/web* could not go back to 1.0.0',
  );
});

test('progress is told to nobody', () => {
  expect(slackMessage({ ...announcement, event: 'version:update:progress' })).toBeUndefined();
});

test('no tag, label or reason can call a channel or hide a link', () => {
  const hostile = fc.oneof(fc.string(), fc.constantFrom('<!channel>', '<https://evil|ok>', '<@U1>', '&lt;!here&gt;'));
  const ours = '<https://console.example/web-1|web-1>';
  fc.assert(
    fc.property(fc.constantFrom(...told), hostile, hostile, (event, service, text) => {
      const message = slackMessage({ ...announcement, event, service, text, verdict: 'ROLLED_BACK' }) ?? '';
      expect(message.endsWith(ours)).toBe(true);
      const rest = message.slice(0, -ours.length);
      expect(rest).not.toMatch(/[<>]/);
      expect(rest).not.toMatch(/&(?!amp;|lt;|gt;)/);
    }),
  );
});
