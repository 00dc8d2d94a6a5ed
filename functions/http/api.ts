import type { LambdaEvent } from 'hono/aws-lambda';

/** What Hono is told of the Lambda that it runs in. */
export type Api = { Bindings: { event: LambdaEvent } };
