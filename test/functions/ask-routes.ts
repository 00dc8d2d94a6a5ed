import type { Ports } from '../../core/ports.ts';
import { newApi } from '../../functions/http/api.ts';
import { answerError } from '../../functions/http/errors.ts';
import { routes } from '../../functions/http/routes.ts';
import { USUAL_DEFAULTS } from '../builders.ts';

/** Who asks, where nothing else is said. */
export const ANN = 'arn:aws:iam::000000000000:user/ann';

/** Asks the API's routes on ports of a test, as ann. */
export async function askRoutes(
  ports: Ports,
  [method, path]: readonly [method: string, path: string],
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: number; readonly json: unknown }> {
  const app = newApi();
  app.route('/', routes(ports, '0', USUAL_DEFAULTS));
  app.onError(answerError);
  const answer = await app.request(
    path,
    { method, headers, ...(body && { body: JSON.stringify(body) }) },
    { event: { requestContext: { authorizer: { iam: { userArn: ANN } } } } },
  );
  return { status: answer.status, json: await answer.json() };
}
