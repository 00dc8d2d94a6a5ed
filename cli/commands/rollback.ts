import type { Command } from '../command.ts';
import { findService } from '../service-name.ts';
import { answerStarted, type Started } from './deploy.ts';

export const rollback: Command = {
  usage: 'rollback <service> [--reason …] [--watch]',
  summary: 'go back: to the version before, or out of the deployment that is under way',
  takes: 1,
  writes: true,
  async run(invocation) {
    const { client, flags } = invocation;
    const service = await findService(client, invocation.arguments[0]);
    return answerStarted(
      invocation,
      await client.post<Started>('/rollbacks', { service, ...(flags.reason && { reason: flags.reason }) }),
    );
  },
};
