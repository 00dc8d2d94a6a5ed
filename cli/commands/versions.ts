import type { VersionLine } from '../../core/domain/version.ts';
import type { Listed } from '../../core/operations/list-versions.ts';
import type { Page } from '../../core/ports.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { table, time } from '../print.ts';
import { searchService } from '../service-name.ts';

export const versions: Command = {
  usage: 'versions <service or repository> [--limit 20] [--cursor …]',
  summary: 'the versions of a service or repository, newest first',
  takes: 1,
  flags: ['limit', 'cursor'],
  async run({ client, arguments: [name], flags }) {
    if (name === undefined) throw new Failure(EXIT.usage, 'name a service or a repository');
    const service = await searchService(client, name);
    const { limit, cursor } = flags;
    const page = await client.get<Page<Listed<VersionLine>>>('/versions', {
      ...(service ? { service } : { repository: name }),
      limit,
      cursor,
      // The table shows what a line has; a script is given all there is.
      ...(!flags.json && { brief: 'true' }),
    });
    const rows = page.items.map(({ tags, digest, pushedAt, commit, active, decisions }) => [
      `${tags.join(', ')}${active ? ' [current]' : ''}`,
      digest.slice(0, 19),
      time(pushedAt),
      commit?.slice(0, 8) ?? '–',
      decisions.map(({ service: of, outcome }) => `${of} ${outcome}`).join(', ') || '–',
    ]);
    const more = page.next === undefined ? '' : `\nmore: --cursor ${page.next}`;
    const text =
      rows.length === 0
        ? `no version of ${name} was pushed yet`
        : table(['VERSION', 'DIGEST', 'PUSHED', 'COMMIT', 'DECISION'], rows) + more;
    return { text, data: page };
  },
};
