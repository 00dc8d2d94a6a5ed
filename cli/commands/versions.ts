import type { ListedVersion } from '../../core/operations/list-versions.ts';
import type { Page } from '../../core/ports.ts';
import type { Command } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { table, time } from '../print.ts';
import { searchService } from '../service-name.ts';

export const versions: Command = {
  usage: 'versions <service or repository>',
  summary: 'the versions of a service or repository, newest first',
  takes: 1,
  async run({ client, arguments: [name], flags }) {
    if (name === undefined) throw new Failure(EXIT.usage, 'name a service or a repository');
    const service = await searchService(client, name);
    const { limit, cursor } = flags;
    const page = await client.get<Page<ListedVersion>>('/versions', {
      ...(service ? { service } : { repository: name }),
      limit,
      cursor,
    });
    const rows = page.items.map(({ tags, digest, pushedAt, labels, active, decisions }) => [
      `${tags.join(', ')}${active ? ' [current]' : ''}`,
      digest.slice(0, 19),
      time(pushedAt),
      labels.commit?.slice(0, 8) ?? '–',
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
