import type { RolledBackMany } from '../../core/operations/roll-back-many.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { requireFlags } from '../required-flags.ts';
import { tellMany } from './tell-many.ts';

export const emergency: Command = {
  usage: 'emergency <environment> --reason … [--since 24h] [--dry-run]',
  summary: 'take back at once all that is under way, under watch or changed lately in an environment',
  takes: 1,
  writes: true,
  flags: ['reason', 'since', 'dry-run'],
  async run({ client, arguments: [environment], flags }) {
    const { reason, since, 'dry-run': dryRun } = flags;
    if (environment === undefined)
      throw new Failure(EXIT.usage, 'name an environment, such as: belay emergency staging');
    requireFlags(flags, 'reason');
    const path = `/environments/${encodeURIComponent(environment)}/emergency-rollback`;
    const body = { reason, dryRun, ...(since && { since }) };
    return tellMany(await client.post<RolledBackMany>(path, body), dryRun);
  },
};
