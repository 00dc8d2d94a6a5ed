import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ECSClient } from '@aws-sdk/client-ecs';
import { onTestFinished } from 'vitest';
import { cloudWatchLogs } from '../../functions/aws/cloudwatch-logs.ts';
import { jsonCaller } from '../../functions/aws/json-caller.ts';
import { signedPost } from '../../functions/aws/signed-post.ts';
import { AwsError } from '../../local/kernel/aws-error.ts';
import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { createLogs } from '../../local/logs/create-logs.ts';
import { createWire } from '../../local/wire/wire.ts';
import { FakeLogs } from '../fakes/fake-logs.ts';
import { logsContract } from './logs.ts';
import { Witness } from './witness.ts';

const witness = new Witness('logs');

logsContract('in memory', async () => {
  const clock = new VirtualClock();
  const logs = new FakeLogs(() => clock.now());
  return {
    ...witness.fakes({ logs }),
    write: (group, stream, ...texts) => logs.write(group, stream, ...texts),
    close: (group) => void logs.closed.add(group),
    now: () => clock.now(),
  };
});

// What is tested goes over the wire, signed, to the local CloudWatch Logs.
logsContract('in CloudWatch', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'belay-logs-'));
  const clock = new VirtualClock(Date.parse('2026-11-20T10:00:00Z'));
  const local = createLogs({ clock, folder });
  const closed = new Set<string>();
  const wire = await createWire({
    port: 0,
    clock,
    services: [],
    raw: [local.service],
    callerOf: ({ headers }) => ({ arn: String(headers.authorization), role: undefined }),
    authorize(caller, permissions) {
      if (!caller.arn.includes('/logs/aws4_request')) throw new AwsError('InvalidSignatureException', caller.arn);
      const refused = permissions.some(({ resource }) => [...closed].some((group) => resource.includes(`:${group}:`)));
      if (refused) throw new AwsError('AccessDeniedException', 'no right');
    },
    onCall: () => {},
    log: () => {},
  });
  onTestFinished(async () => {
    await wire.stop();
    rmSync(folder, { recursive: true });
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const { config } = new ECSClient({ region: 'us-east-1', credentials });
  return {
    ...witness.adapters({ logs: cloudWatchLogs(jsonCaller(signedPost(config, 'logs', wire.url), 'Logs_20140328')) }),
    write: (group, stream, ...texts) => {
      for (const text of texts) local.writeEvent(group, stream, text);
    },
    close: (group) => void closed.add(group),
    now: () => clock.now(),
  };
});

witness.testifies();
