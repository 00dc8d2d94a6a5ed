interface Request {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Run = (operation: string, input: object) => Promise<unknown>;

/** Answers the SDK's own JSON requests by the operations of a local service: what is tested is what goes over the wire. */
export function jsonHandler(run: Run) {
  return {
    async handle({ headers, body }: Request) {
      const operation = headers['x-amz-target']?.split('.')[1] ?? '';
      try {
        return { response: answer(200, await run(operation, JSON.parse(textOf(body)))) };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return { response: answer(400, { __type: error.name, message: error.message }) };
      }
    },
  };
}

export const LOCAL = { region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };

function answer(statusCode: number, output: unknown) {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { statusCode, headers, body: Buffer.from(JSON.stringify(inSeconds(output))) };
}

/** Times are numbers of seconds in this protocol. */
function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, inSeconds(one)]));
}

function textOf(body: unknown): string {
  return body instanceof Uint8Array ? Buffer.from(body).toString('utf8') : String(body);
}
