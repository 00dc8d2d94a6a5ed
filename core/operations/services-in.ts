import { partsOf, type ServiceKey } from '../domain/names.ts';
import { Refused } from '../domain/refused.ts';
import type { Ports } from '../ports.ts';

/** The services of an environment. Throws `UnknownService` where it has none. */
export async function servicesIn(ports: Pick<Ports, 'services'>, environment: string): Promise<readonly ServiceKey[]> {
  const found: ServiceKey[] = [];
  let cursor: string | undefined;
  do {
    const page = await ports.services.list(cursor);
    found.push(...page.items.map(({ key }) => key).filter((key) => partsOf(key).environment === environment));
    cursor = page.next;
  } while (cursor !== undefined);
  if (found.length > 0) return found;
  throw new Refused(
    'UnknownService',
    `Belay knows no service in the environment "${environment}". \`belay status\` lists what it knows.`,
  );
}
