import type { LambdaEvent } from 'hono/aws-lambda';
import { HonoBase } from 'hono/hono-base';
import { LinearRouter } from 'hono/router/linear-router';

/** What Hono is told of the Lambda that it runs in. */
export type Env = { Bindings: { event: LambdaEvent } };

/** Routes of the HTTPS API, or some of them. */
export type Api = HonoBase<Env>;

/** No routes yet. They are kept as they are written: to make patterns of a hundred takes a start longer than a request to look through them. */
export function newApi(): Api {
  return new HonoBase<Env>({ router: new LinearRouter() });
}
