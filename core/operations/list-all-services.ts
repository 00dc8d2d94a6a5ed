import type { ServiceSettings } from '../domain/service.ts';
import type { Ports } from '../ports.ts';

/** Every service that Belay was told about, over all pages. Nothing that a user waits for on every deployment. */
export async function listAllServices(ports: Pick<Ports, 'services'>): Promise<readonly ServiceSettings[]> {
  const found: ServiceSettings[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.services.list(cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}
