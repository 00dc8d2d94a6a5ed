import type { Context } from 'hono';
import type { ZodType } from 'zod';
import type { ServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Ports } from '../../core/ports.ts';

/** The body of a request, parsed. Broken JSON is told apart from a body that is not what was asked for. */
export async function parseBody<Body>(context: Context, schema: ZodType<Body>): Promise<Body> {
  let body: unknown;
  try {
    body = JSON.parse(await context.req.text());
  } catch (error) {
    throw new Refused('BadRequest', `The body is no JSON: ${error instanceof Error ? error.message : error}.`);
  }
  return schema.parse(body);
}

/** The repository that a service runs. Where its containers run several, the caller has to say which. */
export async function repositoryOf(ports: Pick<Ports, 'services'>, service: ServiceKey): Promise<string> {
  const state = await ports.services.get(service);
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services put\` adopts it.`);
  const [repository, ...others] = new Set(Object.values(state.settings.containers));
  if (repository === undefined || others.length > 0)
    throw new Refused(
      'BadRequest',
      `${service} runs several repositories (${[repository, ...others].join(', ')}), and Belay deploys one at a time. Name one container in its settings.`,
    );
  return repository;
}
