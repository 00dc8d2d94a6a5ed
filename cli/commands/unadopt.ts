import type { Unadopted } from '../../core/operations/unadopt.ts';
import type { Command, Invocation } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';
import { allServices, findService } from '../service-name.ts';

export const unadopt: Command = {
  usage: 'unadopt <service> | --all [--dry-run] [--yes] [--reason …]',
  summary: 'forget a service: what runs keeps running, the history stays readable',
  takes: 1,
  // --all asks for itself, and names them.
  writes: ([name]) => name !== undefined,
  flags: ['all', 'dry-run', 'yes', 'reason'],
  async run(invocation) {
    const { client, flags } = invocation;
    const services = await meant(invocation);
    const dryRun = flags['dry-run'];
    if (flags.all && !dryRun && !flags.yes) await confirm(invocation, services);
    const items: Unadopted[] = [];
    for (const service of services)
      items.push(
        await client.remove<Unadopted>(`/services/${service}`, { dryRun: String(dryRun), reason: flags.reason }),
      );
    const text = items.map((one) => describe(one, dryRun)).join('\n') || 'Belay knows no service';
    return { text, data: { items, dryRun } };
  },
};

async function meant({ client, arguments: [name], flags }: Invocation): Promise<readonly string[]> {
  if (!flags.all) return [await findService(client, name)];
  if (name !== undefined) throw new Failure(EXIT.usage, `--all and ${name} exclude each other`);
  return (await allServices(client)).map(({ service }) => service);
}

async function confirm({ ask }: Invocation, services: readonly string[]): Promise<void> {
  if (ask === undefined) throw new Failure(EXIT.usage, 'nobody is there to ask: give --yes, or --dry-run to see only');
  if (!(await ask(`Forget ${services.join(', ')}?`))) throw new Failure(EXIT.cancelled, 'nothing was forgotten');
}

function describe({ service, putBack, untag }: Unadopted, dryRun: boolean): string {
  const [forgets, puts] = dryRun ? ['would be forgotten', 'would be put back'] : ['is forgotten', 'is put back'];
  const back = putBack ? `; its deploymentConfiguration ${puts} as it was before Belay` : '';
  return `${service} ${forgets}; what runs keeps running${back}\n  the tag is yours to take away:\n    ${untag}`;
}
