import type { Context } from 'hono';
import type { ServiceKey } from '../../core/domain/names.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Ports } from '../../core/ports.ts';
import { type Loaded, parseFields } from './parse.ts';

/** The body of a request, parsed. Broken JSON is told apart from a body that is not what was asked for. */
export async function parseBody<Body>(context: Context, schema: Loaded<Body>): Promise<Body> {
  return parseJson(await context.req.text(), schema);
}

/** As `parseBody`, where nothing has to be said: no body is an empty one. */
export async function parseBodyIfAny<Body>(context: Context, schema: Loaded<Body>): Promise<Body> {
  return parseJson((await context.req.text()) || '{}', schema);
}

async function parseJson<Body>(text: string, schema: Loaded<Body>): Promise<Body> {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw new Refused(
      'BadRequest',
      `The body is no JSON: ${error instanceof Error ? error.message : error}. Send an object, such as {"reason": "…"}.`,
    );
  }
  return parseFields(schema, body);
}

/**
 * Refuses a path that whoever reads it next may read differently, such as one with `..`: API Gateway chose the authorizer by it, and the
 * router chooses what is done.
 */
export function refuseOddPath(event: object): void {
  const path = 'rawPath' in event ? String(event.rawPath) : '';
  if (/[\p{Cc}\\#]|(^|\/)(\.|%2e){1,2}(\/|$)/iu.test(path))
    throw new Refused(
      'BadRequest',
      'This path has characters or dots that no address of this API has. Write names and ids percent-encoded.',
    );
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
