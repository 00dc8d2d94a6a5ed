import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { consoleLink, executionOf } from '../core/domain/console-link.ts';
import { EVENT_NAMES } from '../core/domain/log-line.ts';
import { slackMessage } from '../core/domain/slack-message.ts';
import { variable } from './environment.ts';
import { log } from './log.ts';

const Announcement = z.object({
  'detail-type': z.enum(EVENT_NAMES),
  detail: z.object({
    service: z.string(),
    text: z.string(),
    deployment: z.optional(z.string()),
    verdict: z.optional(z.string()),
  }),
});

const client = new SecretsManagerClient({});
let webhook: string | undefined;

/** Tells Slack, by its incoming webhook, in the order of the queue. After a failure the rest of the batch waits, so that the order stays. */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  for (const [index, record] of Records.entries()) {
    try {
      await tell(record.body);
    } catch (error) {
      log.error('Slack was not told', {
        event: 'version:slack:failed',
        error: error instanceof Error ? error : String(error),
      });
      return { batchItemFailures: Records.slice(index).map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }
  }
  return { batchItemFailures: [] };
}

async function tell(body: string): Promise<void> {
  const { 'detail-type': event, detail } = Announcement.parse(JSON.parse(body));
  const { deployment: id, ...told } = detail;
  const deployment = id && { id, link: consoleLink(executionOf(variable('DEPLOY_MACHINE_ARN'), id)) };
  const text = slackMessage({ event, ...told, ...(deployment && { deployment }) });
  if (text === undefined) return;
  webhook ??= await readWebhook();
  if (webhook === undefined) {
    log.info('no Slack webhook is set', { event: 'version:slack:unset', service: detail.service });
    return;
  }
  const answer = await fetch(webhook, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text }),
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  });
  // The address is the secret: neither it nor what Slack says of it goes into the log.
  if (!answer.ok) throw new Error(`Slack answered ${answer.status}`);
}

/** The secret is the address itself; anything that is no address means that nobody has set it. */
async function readWebhook(): Promise<string | undefined> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: variable('SLACK_SECRET_ARN') }));
  return SecretString !== undefined && URL.canParse(SecretString) ? SecretString : undefined;
}
