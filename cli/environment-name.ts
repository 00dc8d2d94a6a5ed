import type { Client } from './client.ts';
import { EXIT, Failure } from './exit-code.ts';
import { allServices } from './service-name.ts';

/** The environment that a person means: the one that is given, or BELAY_ENVIRONMENT, or the only one that there is. */
export async function findEnvironment(client: Client, given: string | undefined): Promise<string> {
  const named = given ?? process.env.BELAY_ENVIRONMENT;
  if (named !== undefined) return named;
  const found = [...new Set((await allServices(client)).map(({ environment }) => environment))];
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  throw new Failure(
    EXIT.usage,
    found.length === 0
      ? 'there is no service yet, and so no environment'
      : `there are several environments: ${found.join(', ')}. Give --environment, or set BELAY_ENVIRONMENT.`,
  );
}
